namespace Understudy.Bench.SideBySide;

/// <summary>
/// Runs mariadb-backup, understudy and <c>cp -r</c> in turn on the same data under the same load. usage: side-by-side ROOT DIRECTORY;
/// the rest is in the environment (<see cref="Settings"/>).
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length != 2)
        {
            Console.Error.WriteLine("usage: side-by-side ROOT DIRECTORY");
            return 2;
        }

        var settings = new Settings
        {
            Root = Path.GetFullPath(args[0]),
            Directory = Path.GetFullPath(args[1]),
        };
        var data = new DataSet(settings);
        var workspace = new Workspace(settings);
        workspace.Clear();
        var results = new Results();
        var redo = new RedoBackup(settings);
        data.Make();
        if (settings.Parts.Contains("prepare"))
        {
            redo.Make(data.LoadRows.InnoDb);
        }

        List<string> facts = [];
        var bytes = data.Measure();
        using (var server = BenchServer.Start(settings.Directory, ["--innodb-buffer-pool-size=512M", "--innodb-log-file-size=1G"]))
        {
            facts.Add($"MariaDB {server.Scalar("SELECT VERSION()")}, buffer pool 512 MiB, log 1 GiB, everything else by default; {bytes >> 20} MiB of files");
            Measure(settings, data, workspace, results, server, bytes, facts);
        }

        var others = new OtherRounds(settings, results, workspace);
        if (settings.Parts.Contains("restore"))
        {
            others.Restores();
        }

        if (settings.Parts.Contains("prepare"))
        {
            others.Prepares(redo.Path);
        }

        if (settings.Parts.Contains("start"))
        {
            others.Starts();
        }

        new ResultPage(settings, results).Write(facts);
        workspace.Clear();
        return 0;
    }

    private static void Measure(
        Settings settings, DataSet data, Workspace workspace, Results results, BenchServer server, long bytes, List<string> facts)
    {
        using var load = WriteLoad.Start(settings, server, data.LoadRows);
        var backups = new BackupRounds(settings, results, workspace);
        backups.Run(server, load);
        facts.AddRange(backups.Quiet.Select(quiet =>
            $"the load on {quiet.Engine} with nothing else running: slowest {quiet.Slowest:0.0} ms, 99th percentile {quiet.Percentile:0.0} ms"));
        var others = new OtherRounds(settings, results, workspace);
        if (settings.Parts.Contains("increment"))
        {
            others.Increments(server);
        }

        if (settings.Parts.Contains("stream"))
        {
            others.Streams(server, bytes);
        }
    }
}
