using System.Globalization;
using System.Text.RegularExpressions;
using Understudy.Native.LibMariaDb;
using Understudy.Protocol;
using Understudy.Server;

namespace Understudy.Engine.Tests.Doubles;

/// <summary>
/// A server that is none: stages, backup locks and whoever is in their way behave as <see cref="ServerModel"/> says, other
/// statements have canned answers, and each one can be made to fail.
/// </summary>
internal sealed partial class ServerDouble
{
    internal const uint Lost = 2013;
    internal const uint Refused = 1227;
    internal const uint TimedOut = 1205;
    internal const uint Interrupted = 1317;

    // What lock_wait_timeout counts.
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly ServerModel _model = new(ServerLine.V11_8);
    private readonly List<DoubleConnection> _connections = [];
    private readonly List<DoubleCall> _calls = [];

    internal ServerDouble() => Options = new ConnectionOptions { Connector = Connect };

    /// <summary>How to reach it.</summary>
    internal ConnectionOptions Options { get; }

    /// <summary>The error that a statement ends with instead of being run, or null.</summary>
    internal Func<DoubleCall, uint?> Fault { get; set; } = _ => null;

    /// <summary>Told when a stage was reached, before the client is.</summary>
    internal Action<Stage> StageReached { get; set; } = _ => { };

    /// <summary>What is answered to statements that begin so; the longest beginning counts.</summary>
    internal Dictionary<string, MariaDbRows> Answers { get; } = new(StringComparer.Ordinal)
    {
        ["SELECT CURRENT_USER()"] = new(["a"], [["root@localhost"]]),
        ["SELECT @@performance_schema"] = new(["a"], [["0"]]),
        ["SHOW MASTER STATUS"] = new(["File", "Position"], [["binlog.000001", "330"]]),
        ["SELECT @@gtid_binlog_pos"] = new(["binlog", "current", "slave", "state", "log"], [["0-1-7", "0-1-7", "", "0-1-7", "1"]]),
    };

    /// <summary>All statements so far.</summary>
    internal IReadOnlyList<DoubleCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The stages that are held or were reached, in order, with END; each as often as it was reached.</summary>
    internal List<Stage> Stages { get; } = [];

    /// <summary>What is left of all connections that were made: open ones, and locks that somebody has.</summary>
    internal IReadOnlyList<string> Remains
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _connections.Where(connection => connection.Model.IsConnected).Select(connection => $"connection {connection.ThreadId} is open"),
                    .. _connections.SelectMany(connection => connection.Model.Locks.Select(held => $"connection {connection.ThreadId} holds {held.Name}")),
                ];
            }
        }
    }

    /// <summary>The stage that somebody holds.</summary>
    internal Stage Held
    {
        get
        {
            lock (_gate)
            {
                return _model.StageHolder?.Stage ?? Stage.None;
            }
        }
    }

    /// <summary>Somebody else runs a statement, and keeps what it takes until the result is disposed.</summary>
    internal IDisposable Other(Statement statement)
    {
        var connection = Connect();
        lock (_gate)
        {
            _model.Run(connection.Model, statement);
        }

        return connection;
    }

    /// <summary>Ends a connection, as KILL does.</summary>
    internal void Kill(uint id)
    {
        lock (_gate)
        {
            _model.Disconnect(_connections.Single(connection => connection.ThreadId == id).Model);
        }
    }

    internal (MariaDbRows? Rows, uint Error) Run(DoubleConnection connection, string sql)
    {
        var parts = SetStatement().Match(sql);
        var statement = Parse(parts.Success ? parts.Groups["statement"].Value : sql);
        lock (_gate)
        {
            var call = new DoubleCall(connection.ThreadId, ++connection.Statements, sql);
            _calls.Add(call);
            var error = Fault(call);
            if (error == Lost && connection.Model.IsConnected)
            {
                _model.Disconnect(connection.Model);
            }

            if (!connection.Model.IsConnected)
            {
                return (null, Lost);
            }

            if (error is { } code)
            {
                return (null, code);
            }

            if (statement is null)
            {
                return Answer(sql);
            }

            _model.Run(connection.Model, statement);
        }

        var locks = parts.Success ? int.Parse(parts.Groups["locks"].Value, CultureInfo.InvariantCulture) * Second : TimeSpan.MaxValue;
        var all = parts.Groups["all"].Success
            ? TimeSpan.FromSeconds(double.Parse(parts.Groups["all"].Value, CultureInfo.InvariantCulture))
            : TimeSpan.MaxValue;
        return (null, AwaitEnd(connection.Model, statement, locks, all));
    }

    internal void Close(DoubleConnection connection)
    {
        lock (_gate)
        {
            if (connection.Model.IsConnected)
            {
                _model.Disconnect(connection.Model);
            }
        }
    }

    private DoubleConnection Connect()
    {
        lock (_gate)
        {
            var connection = new DoubleConnection(this, _model.Connect(Account.Administrator));
            _connections.Add(connection);
            return connection;
        }
    }

    private uint AwaitEnd(ModelConnection connection, Statement statement, TimeSpan locks, TimeSpan all)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            lock (_gate)
            {
                if (connection.Result is { } result)
                {
                    if (result == 0 && statement.Kind == StatementKind.BackupStage)
                    {
                        Stages.Add(statement.Stage);
                        StageReached(statement.Stage);
                    }

                    return connection.IsConnected ? (uint)result : Lost;
                }

                var waited = TimeProvider.System.GetElapsedTime(started);
                if (waited >= locks || waited >= all)
                {
                    _model.TimeOut(connection, ofStatement: waited >= all);
                }
            }

            Thread.Sleep(1);
        }
    }

    private (MariaDbRows? Rows, uint Error) Answer(string sql)
    {
        if (sql.StartsWith("KILL QUERY ", StringComparison.Ordinal))
        {
            var id = uint.Parse(sql["KILL QUERY ".Length..], CultureInfo.InvariantCulture);
            _model.KillQuery(_connections.Single(connection => connection.ThreadId == id).Model);
            return (null, 0);
        }

        if (sql.Contains("METADATA_LOCK_INFO", StringComparison.Ordinal))
        {
            return (null, 1109);
        }

        if (sql.Contains("FROM information_schema.PROCESSLIST", StringComparison.Ordinal) && !sql.Contains("QUERY_ID", StringComparison.Ordinal))
        {
            return (ProcessList(), 0);
        }

        var beginning = Answers.Keys.Where(key => sql.StartsWith(key, StringComparison.Ordinal)).MaxBy(key => key.Length);
        return (beginning is null ? null : Answers[beginning], 0);
    }

    // Everybody who was let in by Other, as one who runs a statement.
    private MariaDbRows ProcessList() => new(
        ["id", "user", "host", "command", "state", "info", "seconds"],
        [.. _connections
            .Where(connection => connection.Model is { IsConnected: true, Statement: not null } && connection.Model.Stage == Stage.None && connection.Statements == 0)
            .Select(connection => new string?[] { $"{connection.ThreadId}", "app", "localhost", "Query", "", "LOCK TABLES d.m WRITE", "3" })]);

    private static Statement? Parse(string sql) => sql switch
    {
        "BACKUP STAGE START" => new(StatementKind.BackupStage, Stage: Stage.Start),
        "BACKUP STAGE FLUSH" => new(StatementKind.BackupStage, Stage: Stage.Flush),
        "BACKUP STAGE BLOCK_DDL" => new(StatementKind.BackupStage, Stage: Stage.BlockDdl),
        "BACKUP STAGE BLOCK_COMMIT" => new(StatementKind.BackupStage, Stage: Stage.BlockCommit),
        "BACKUP STAGE END" => new(StatementKind.BackupStage, Stage: Stage.End),
        "BACKUP UNLOCK" => new(StatementKind.BackupUnlock),
        _ when sql.StartsWith("BACKUP LOCK ", StringComparison.Ordinal) =>
            new(StatementKind.BackupLock, new ModelTable(sql["BACKUP LOCK ".Length..].Replace("`", "", StringComparison.Ordinal), TableEngine.MyIsam)),
        _ => null,
    };

    [GeneratedRegex(
        @"^SET STATEMENT lock_wait_timeout=(?<locks>\d+)(, max_statement_time=(?<all>[\d.]+))? FOR (?<statement>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SetStatement();
}
