namespace Understudy.Bench.SideBySide;

/// <summary>Everything but full backups into a directory: increments, streams, prepares, restores, starts.</summary>
/// <param name="settings">What to measure.</param>
/// <param name="results">Where it goes.</param>
/// <param name="workspace">Directories.</param>
internal sealed class OtherRounds(Settings settings, Results results, Workspace workspace)
{
    private const double Megabyte = 1e6;
    private static readonly Tool[] Tools = [Tool.Stock, Tool.Ours];

    /// <summary>Increments on the full backups of the last round, each with one changed page in a hundred of the big table.</summary>
    internal void Increments(BenchServer server)
    {
        var commands = new Commands(settings, server.Socket);
        server.Execute("USE bench", DataSet.ChangeOnePercent(round: 0));
        Measure("increment", tool =>
        {
            var full = workspace.PathOf(BackupRounds.NameOf(tool));
            var target = workspace.Fresh($"increment-{tool}");
            workspace.Settle();
            var run = MeasuredProcess.Run(commands.Increment(tool, full, target), settings.Log($"increment-{tool}"));
            results.Add(new Figure("increment of 1 % changed pages", "s", 0.5), tool, run.Seconds);
            results.Add(new Figure("processor time of an increment", "s"), tool, run.CpuSeconds);
        });
    }

    /// <summary>Streams to nowhere, plain and compressed.</summary>
    internal void Streams(BenchServer server, long bytes)
    {
        var commands = new Commands(settings, server.Socket);
        foreach (var (compressed, name) in ((bool, string)[])[(false, "stream"), (true, "stream with zstd")])
        {
            Measure(name, tool =>
            {
                var log = settings.Log($"stream-{tool}");
                var target = workspace.Fresh("stream");
                workspace.Settle();
                var run = MeasuredProcess.Run($"exec 3>'{log}.err'; {commands.Stream(tool, target, compressed)}", log);
                results.Add(new Figure(name, "MB/s"), tool, bytes / Megabyte / run.Seconds);
            });
        }
    }

    /// <summary>Prepares of one backup of the stock tool that holds much redo log.</summary>
    internal void Prepares(string backup)
    {
        var redo = new FileInfo(Path.Combine(backup, "ib_logfile0")).Length;
        Measure("prepare", tool =>
        {
            var copy = workspace.Copy(backup, "prepare");
            workspace.SetCache(copy, "warm");
            var run = MeasuredProcess.Run(new Commands(settings, "").Prepare(tool, copy), settings.Log($"prepare-{tool}"));
            results.Add(new Figure($"prepare, {redo >> 20} MiB of redo log, --use-memory {settings.Memory}", "s", 0.33), tool, run.Seconds);
            results.Add(new Figure("processor time of a prepare", "s"), tool, run.CpuSeconds);
            results.Add(new Figure("peak memory of a prepare", "MB"), tool, run.PeakBytes / Megabyte);
        });
        workspace.Fresh("prepare");
    }

    /// <summary>From a backup, as it was taken, to a directory that a server starts on; and of the prepared backup.</summary>
    internal void Restores()
    {
        var preparing = PrepareInPlace(Tool.Stock);
        Measure("restore", tool =>
            Restore(tool, new Figure("restore of a backup as it was taken", "s", 0.7), tool == Tool.Stock ? preparing : 0));
        PrepareInPlace(Tool.Ours);
        Measure("restore", tool => Restore(tool, new Figure("restore of a prepared backup", "s", 0.7), preparing: 0));
    }

    /// <summary>Starts of the programs, and backups of a server without tables of a user.</summary>
    internal void Starts()
    {
        var directory = workspace.Fresh("empty");
        Directory.CreateDirectory(directory);
        BenchServer.Install(directory, settings.Log("install"));
        using var server = BenchServer.Start(directory, []);
        var commands = new Commands(settings, server.Socket);
        Measure("start", tool =>
        {
            var version = MeasuredProcess.Run(commands.Version(tool), settings.Log($"version-{tool}"));
            results.Add(new Figure("--version", "ms"), tool, version.Seconds * 1000);
            var target = workspace.Fresh("nothing");
            workspace.Settle();
            var run = MeasuredProcess.Run(commands.Backup(tool, target), settings.Log($"nothing-{tool}"));
            results.Add(new Figure("backup of an empty server", "s"), tool, run.Seconds);
        });
    }

    private double PrepareInPlace(Tool tool) => MeasuredProcess.Run(
        new Commands(settings, "").Prepare(tool, workspace.PathOf(BackupRounds.NameOf(tool))), settings.Log($"prepare-{tool}")).Seconds;

    private void Restore(Tool tool, Figure figure, double preparing)
    {
        var backup = workspace.PathOf(BackupRounds.NameOf(tool));
        var target = workspace.Fresh("restored");
        workspace.Settle();
        workspace.SetCache(backup, "warm");
        var run = MeasuredProcess.Run(new Commands(settings, "").Restore(tool, backup, target), settings.Log($"restore-{tool}"));
        var sync = workspace.Settle();
        results.Add(figure, tool, preparing + run.Seconds);
        results.Add(figure with { Name = figure.Name + ", until it is durable", Goal = null }, tool, preparing + run.Seconds + sync);
        workspace.Fresh("restored");
    }

    private void Measure(string name, Action<Tool> once)
    {
        for (var round = 0; round < settings.Rounds; round++)
        {
            Console.Error.WriteLine(name);
            foreach (var tool in round % 2 == 0 ? Tools : [.. Tools.Reverse()])
            {
                once(tool);
            }
        }
    }
}
