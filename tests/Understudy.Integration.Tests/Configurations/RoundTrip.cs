using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>A server, a backup of it, and what is restored from that backup.</summary>
internal sealed class RoundTrip : IDisposable
{
    private const int StatementCountAround = 120;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // A restored table that needs a repair is a failure, not something for the server to put right in silence.
    private static readonly string[] RestoredArguments = ["--myisam-recover-options=OFF", "--aria-recover-options=OFF", "--server-id=77"];

    private readonly MariaDbServerOptions _options;
    private readonly UnderstudyTool _tool = new();

    internal RoundTrip(MariaDbServerOptions options)
    {
        Source = MariaDbServer.Start(options);

        // The restored server gets a data directory of its own.
        _options = options with { DataDirectory = null };
    }

    internal RoundTrip(MariaDbRelease release, params string[] arguments)
        : this(new MariaDbServerOptions { Release = release, Arguments = arguments })
    {
    }

    internal MariaDbServer Source { get; }

    internal TemporaryDirectory Place { get; } = new();

    internal string BackupDirectory { get; set; } = "";

    internal string DataDirectory => Place["restored"];

    /// <summary>Takes a backup that must succeed.</summary>
    internal ProcessResult BackUp(params string[] arguments)
    {
        using var program = StartBackup(null, arguments);
        return program.WaitForEnd(Limit).Succeeded();
    }

    /// <summary>Takes a backup whose end is the caller's to judge.</summary>
    internal ProcessResult TryBackUp(params string[] arguments)
    {
        using var program = StartBackup(null, arguments);
        return program.WaitForEnd(Limit);
    }

    /// <summary>Takes a backup that stops at a point, where something is done.</summary>
    internal ProcessResult BackUpWith(string point, Action done, params string[] arguments)
    {
        var hold = new BackupHold(point, Place[$"hold-{Path.GetRandomFileName()}"]);
        using var program = StartBackup(hold, arguments);
        hold.WaitUntilReached(program);
        done();
        hold.LetGo();
        return program.WaitForEnd(Limit).Succeeded();
    }

    /// <summary>Takes a backup while rows are written in every engine; afterwards the source is stopped.</summary>
    /// <returns>The state of the source at its end.</returns>
    internal ServerState BackUpUnderLoad(params string[] arguments)
    {
        using var workload = new Workload(Source, new WorkloadOptions { Seed = 7, StormCount = 0 });
        workload.CreateTables();
        workload.Start();
        workload.RunFor(StatementCountAround);
        BackUp(arguments);
        workload.RunFor(StatementCountAround);
        workload.Stop();
        var state = ServerState.Capture(Source);
        Source.Stop();
        return state;
    }

    /// <summary>
    /// Starts a server on what was restored, checks every table, replays the source's binary log from the backup's position, and
    /// compares everything with the source's last state.
    /// </summary>
    internal void ProveReplayed(ServerState expected, params string[] arguments) => RestoreProof.Take(
        DataDirectory,
        _options with { Arguments = [.. _options.Arguments, .. RestoredArguments, "--skip-log-bin", .. arguments] },
        _tool.ReadPosition(BackupDirectory),
        Source.DataDirectory,
        expected).Require();

    /// <summary>Restores to <see cref="DataDirectory"/>.</summary>
    internal ProcessResult Restore(params string[] arguments) =>
        UnderstudyProgram.Run(["restore", BackupDirectory, "--datadir", DataDirectory, .. arguments]);

    /// <summary>Starts a server on what was restored, with the source's options and more.</summary>
    internal MariaDbServer StartRestored(params string[] arguments) => MariaDbServer.Start(_options with
    {
        DataDirectory = DataDirectory,
        Arguments = [.. _options.Arguments, .. RestoredArguments, .. arguments],
    });

    /// <summary>Restores, starts, checks every table and compares everything with a state of the source.</summary>
    internal void Prove(ServerState expected, params string[] arguments)
    {
        Restore().Succeeded();
        using var restored = StartRestored(arguments);
        AssertEqual(expected, restored);
    }

    /// <summary>That a server has undamaged tables and is in a state.</summary>
    internal static void AssertEqual(ServerState expected, MariaDbServer server, Func<string, bool>? database = null)
    {
        var damage = TableCheck.FindDamage(server);
        Assert.True(damage.Count == 0, $"{string.Join('\n', damage.Take(20))}\n{server.ErrorLogTail()}");
        var differences = ServerState.Capture(server, database).DifferencesFrom(expected);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    /// <summary>Runs statements in a database, which the sequence engine needs.</summary>
    internal void ExecuteIn(string database, params string[] statements) => Execute(Source, database, statements);

    internal static void Execute(MariaDbServer server, string database, params string[] statements)
    {
        using var session = server.Connect();
        session.Execute($"USE {ServerSession.QuoteName(database)}");
        foreach (var statement in statements)
        {
            session.Execute(statement);
        }
    }

    public void Dispose()
    {
        Source.Dispose();
        Place.Dispose();
    }

    private RunningProgram StartBackup(BackupHold? hold, string[] arguments)
    {
        BackupDirectory = Place[$"backup-{Path.GetRandomFileName()[..6]}"];
        return _tool.StartBackup(Source, BackupDirectory, hold, arguments);
    }
}
