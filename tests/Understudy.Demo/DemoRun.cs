using System.Diagnostics;
using Understudy.Testing;

namespace Understudy.Demo;

/// <summary>
/// Backs up a busy server, restores the backup beside it, and shows table by table that the copy was at exactly the backup
/// point: with the source's binary log replayed from the recorded position it equals the source.
/// </summary>
internal static class DemoRun
{
    private const int StatementCountAround = 1200;

    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    internal static bool Run(MariaDbRelease release)
    {
        using var directory = new TemporaryDirectory();
        var options = new MariaDbServerOptions
        {
            Release = release, RocksDb = true, Arguments = WorkloadOptions.SourceArguments,
        };
        Say($"starting a throw-away MariaDB {release.FullVersion}, with tables of every engine");
        using var source = MariaDbServer.Start(options);
        using var workload = new Workload(
            source, new WorkloadOptions { Seed = Environment.TickCount, Pause = TimeSpan.FromMilliseconds(2) });
        workload.CreateTables();
        Say("starting the load: 3 writers in all engines, 2 threads that create, alter, rename, swap and drop tables");
        workload.Start();
        workload.RunFor(StatementCountAround);

        BackUp(source, workload, directory["backup"]);
        workload.RunFor(StatementCountAround);
        workload.Stop();
        Say($"load stopped after {workload.StatementCount} statements");
        var state = ServerState.Capture(source);
        var engines = EnginesOf(source);
        source.Stop();

        Say($"understudy restore {directory["backup"]} --datadir {directory["restored"]}");
        new UnderstudyTool().Restore(directory["backup"], directory["restored"]);
        return Compare(directory, options with { Arguments = WorkloadOptions.RestoredArguments }, source, state, engines);
    }

    private static void BackUp(MariaDbServer source, Workload workload, string backupDirectory)
    {
        Say($"understudy backup --socket {source.SocketPath} --user root --target-dir {backupDirectory}");
        var (before, stormBefore) = (workload.StatementCount, workload.StormStatementCount);
        using (var backup = new UnderstudyTool().StartBackup(source, backupDirectory))
        {
            var result = backup.WaitForEnd(TimeSpan.FromMinutes(2)).Succeeded();
            Say($"done in {result.Elapsed.TotalSeconds:F1} s; meanwhile the load did {workload.StatementCount - before} "
                + $"statements, {workload.StormStatementCount - stormBefore} of them by the threads that do DDL");
        }

        Console.WriteLine();
        TextTable.Write(StageTimeline.Read(backupDirectory), 1, 2, 3, 4);
        Console.WriteLine();
    }

    private static bool Compare(
        TemporaryDirectory directory,
        MariaDbServerOptions options,
        MariaDbServer source,
        ServerState state,
        IReadOnlyDictionary<string, string> engines)
    {
        var position = new UnderstudyTool().ReadPosition(directory["backup"]);
        Say("starting a second server on it, CHECK TABLE ... EXTENDED on every table, "
            + $"then replay of the source's binary log from {position.File}:{position.Position} (GTID {position.Gtid})");
        var proof = RestoreProof.Take(directory["restored"], options, position, source.DataDirectory, state);
        Console.WriteLine();
        List<string[]> rows = [["table", "engine", "rows at the backup point", "rows replayed", "source at its end", "equal"]];
        foreach (var (table, expected) in state.Tables)
        {
            var then = RowCount(proof.AtBackupPoint.Tables.GetValueOrDefault(table));
            var now = proof.AfterReplay.Tables.GetValueOrDefault(table);
            rows.Add(
            [
                table, engines.GetValueOrDefault(table, ""), then, RowCount(now), RowCount(expected),
                now == expected ? "yes" : "NO",
            ]);
        }

        TextTable.Write(rows, 2, 3, 4);
        Console.WriteLine();
        foreach (var problem in proof.Damage.Concat(proof.Differences))
        {
            Console.WriteLine($"   PROBLEM: {problem}");
        }

        var isProven = proof.Damage.Count == 0 && proof.Differences.Count == 0;
        Say(isProven
            ? $"proven: {state.Tables.Count} tables are undamaged and equal, and so are all views, triggers, routines, events "
                + "and accounts; the backup was at exactly the recorded position"
            : "the restored server is NOT what it should be");
        return isProven;
    }

    private static Dictionary<string, string> EnginesOf(MariaDbServer server)
    {
        using var session = server.Connect();
        return session.Query(
                "SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE, CREATE_OPTIONS, TABLE_TYPE FROM information_schema.TABLES "
                + "WHERE TABLE_TYPE IN ('BASE TABLE', 'SEQUENCE', 'SYSTEM VERSIONED')")
            .ToDictionary(
                row => $"`{row[0]?.Replace("`", "``", StringComparison.Ordinal)}`.`{row[1]?.Replace("`", "``", StringComparison.Ordinal)}`",
                row => row[2] + (row[3]?.Contains("partitioned", StringComparison.Ordinal) == true ? ", partitioned" : "")
                    + (row[4] == "SEQUENCE" ? ", sequence" : ""),
                StringComparer.Ordinal);
    }

    // The state says "N rows, checksum C", or the values of a sequence.
    private static string RowCount(string? rows) =>
        rows is null ? "(no table)" : rows.Contains(" rows", StringComparison.Ordinal) ? rows.Split(' ')[0] : "1";

    private static void Say(string text) => Console.WriteLine($"{Clock.Elapsed.TotalSeconds,5:F1} s  {text}");
}
