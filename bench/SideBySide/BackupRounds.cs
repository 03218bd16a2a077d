namespace Understudy.Bench.SideBySide;

/// <summary>Backups under load, of all tools in turn, and what the load felt.</summary>
/// <param name="settings">What to measure.</param>
/// <param name="results">Where it goes.</param>
/// <param name="workspace">Directories.</param>
internal sealed class BackupRounds(Settings settings, Results results, Workspace workspace)
{
    private const int QuietSeconds = 5;
    private const double Megabyte = 1e6;
    private const double StallOfMyIsam = 0.05;
    private const double StallOfInnoDb = 0.1;
    private static readonly Tool[] Tools = Enum.GetValues<Tool>();

    private readonly string _data = BenchServer.DataDirectory(settings.Directory);

    /// <summary>What the load feels when nothing else runs: of each engine the slowest and the 99th percentile, in milliseconds.</summary>
    internal List<(string Engine, double Slowest, double Percentile)> Quiet { get; } = [];

    /// <summary>Where a backup of the last round is.</summary>
    internal static string NameOf(Tool tool) => $"full-{tool}";

    internal void Run(BenchServer server, WriteLoad load)
    {
        StageSeconds.Begin(server);
        var from = System.Diagnostics.Stopwatch.GetTimestamp();
        Thread.Sleep(TimeSpan.FromSeconds(QuietSeconds));
        foreach (var engine in WriteLoad.Engines)
        {
            var milliseconds = load.Milliseconds(engine, from, System.Diagnostics.Stopwatch.GetTimestamp());
            Quiet.Add((engine, milliseconds[^1], Percentile(milliseconds)));
        }

        foreach (var cache in settings.Caches)
        {
            for (var round = 0; round < settings.Rounds; round++)
            {
                // Another one begins each time: what slows down over time slows all.
                foreach (var tool in Tools.Skip(round % Tools.Length).Concat(Tools.Take(round % Tools.Length)))
                {
                    RunOne(server, load, tool, cache);
                }
            }
        }

        server.Execute("SET GLOBAL general_log = OFF");
    }

    private void RunOne(BenchServer server, WriteLoad load, Tool tool, string cache)
    {
        Console.Error.WriteLine($"{tool}, {cache} cache");
        var target = workspace.Fresh(NameOf(tool));
        workspace.Settle();
        workspace.SetCache(_data, cache);
        StageSeconds.Begin(server);
        var run = MeasuredProcess.Run(new Commands(settings, server.Socket).Backup(tool, target), settings.Log(NameOf(tool)));
        var sync = workspace.Settle();
        results.Add(new Figure($"backup, {cache} cache", "s", 0.6), tool, run.Seconds);
        results.Add(new Figure($"backup, {cache} cache, until it is durable", "s"), tool, run.Seconds + sync);
        results.Add(new Figure("processor time of a backup", "s", 1), tool, run.CpuSeconds);
        results.Add(new Figure("peak memory of a backup", "MB"), tool, run.PeakBytes / Megabyte);
        results.Add(new Figure("bytes read by a backup", "MB"), tool, run.ReadBytes / Megabyte);
        results.Add(new Figure("bytes written by a backup", "MB"), tool, run.WrittenBytes / Megabyte);
        foreach (var engine in WriteLoad.Engines)
        {
            var milliseconds = load.Milliseconds(engine, run.Started, run.Ended);
            results.Add(new Figure($"slowest {engine} statement", "ms", engine == "MyISAM" ? StallOfMyIsam : StallOfInnoDb), tool, milliseconds[^1]);
            results.Add(new Figure($"99th percentile of {engine} statements", "ms"), tool, Percentile(milliseconds));
        }

        if (tool != Tool.Copy)
        {
            AddStage(server, tool, "BLOCK_DDL", "BLOCK_COMMIT");
            AddStage(server, tool, "BLOCK_COMMIT", "END");
        }
    }

    private void AddStage(BenchServer server, Tool tool, string stage, string next)
    {
        if (StageSeconds.Read(server, stage, next) is { } seconds)
        {
            results.Add(new Figure($"in {stage}", "s"), tool, seconds);
        }
    }

    private static double Percentile(IReadOnlyList<double> ascending) => ascending[(int)(0.99 * (ascending.Count - 1))];
}
