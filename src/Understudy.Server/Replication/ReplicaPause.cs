using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// Keeps the SQL threads of a replica stopped while it has no temporary tables open: those of replicated statements are in memory
/// only, so that a backup in between could not go on replicating. The threads are started again when this is disposed, and by the
/// server itself when this program dies: a statement of ours waits in the server for a user lock that goes with our connection, and
/// then starts them.
/// </summary>
public sealed class ReplicaPause : IDisposable
{
    private const int GuardSecondsMax = 31_536_000;
    private const string GuardState = "User lock";
    private static readonly TimeSpan GuardPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    // Time for the applier to get past the statements that need their temporary tables.
    private static readonly TimeSpan Running = TimeSpan.FromSeconds(3);

    private readonly ConnectionOptions _connection;
    private readonly Action<string> _report;
    private readonly string[] _names;
    private readonly string _lockName;

    // In this order they are closed when the program dies: the lock goes first.
    private readonly ServerSession _holder;
    private readonly ServerSession _guard;
    private readonly Thread _thread;
    private bool _disposed;

    private ReplicaPause(ConnectionOptions connection, string[] names, ServerSession holder, Action<string> report)
    {
        _connection = connection;
        _names = names;
        _holder = holder;
        _report = report;
        _lockName = string.Create(CultureInfo.InvariantCulture, $"understudy_replica_{holder.ConnectionId}");
        if (_holder.QueryScalar($"SELECT GET_LOCK('{_lockName}', 0)") != "1")
        {
            throw new FailureException(FailureKind.Failed, $"the user lock {_lockName} is taken");
        }

        _guard = ServerSession.Connect(connection);
        _thread = new Thread(Guard) { IsBackground = true, Name = "replica guard" };
        _thread.Start();
    }

    /// <summary>The connections that are used.</summary>
    public IReadOnlyList<uint> ConnectionIds => [_holder.ConnectionId, _guard.ConnectionId];

    /// <summary>Stops the SQL threads that run, at a moment without open temporary tables.</summary>
    /// <param name="connection">How to reach the replica.</param>
    /// <param name="timeout">How long to look for such a moment.</param>
    /// <param name="report">Told what is done.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when no SQL thread runs.</returns>
    /// <exception cref="FailureException">There was no such moment; the threads run again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the threads run again.</exception>
    public static ReplicaPause? Begin(ConnectionOptions connection, TimeSpan timeout, Action<string> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(report);
        var session = ServerSession.Connect(connection);
        try
        {
            var names = ReadRunning(session);
            if (names.Length == 0)
            {
                report("no SQL thread of a replica runs: nothing to stop");
                session.Dispose();
                return null;
            }

            var pause = new ReplicaPause(connection, names, session, report);
            try
            {
                pause.AwaitGuard(cancellation);
                pause.Stop(timeout, cancellation);
                return pause;
            }
            catch
            {
                pause.Dispose();
                throw;
            }
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Starts the threads again and sees to it that they run; what fails is reported.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;

        // The guard has the lock now, and does the work.
        _holder.Dispose();
        if (!_thread.Join(EndTimeout))
        {
            _guard.Abort();
            _thread.Join();
        }

        _guard.Dispose();
        EnsureRunning();
    }

    private static string[] ReadRunning(ServerSession session) =>
        [.. session.Query("SHOW ALL SLAVES STATUS").Where(row => row["Slave_SQL_Running"] == "Yes").Select(row => row["Connection_name"] ?? "")];

    private static string StartStatement(string name) => $"START SLAVE {ServerSession.QuoteText(name)} SQL_THREAD";

    private void Stop(TimeSpan timeout, CancellationToken cancellation)
    {
        using var session = ServerSession.Connect(_connection);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (true)
        {
            foreach (var name in _names)
            {
                session.Execute($"STOP SLAVE {ServerSession.QuoteText(name)} SQL_THREAD");
            }

            var open = session.Query("SHOW GLOBAL STATUS LIKE 'Slave_open_temp_tables'") is [var row, ..] ? row[1] : "0";
            if (open == "0")
            {
                _report($"stopped the replica's SQL thread{(_names.Length == 1 ? "" : "s")} for the backup");
                return;
            }

            foreach (var name in _names)
            {
                session.Execute(StartStatement(name));
            }

            if (clock.GetElapsedTime(started) >= timeout)
            {
                throw new FailureException(
                    FailureKind.Failed,
                    $"the replica had {open} temporary tables open each time its SQL thread was stopped, for {timeout.TotalSeconds:0} s",
                    "take the backup at another time, raise --safe-slave-backup-timeout, or replicate with binlog_format=ROW");
            }

            if (cancellation.WaitHandle.WaitOne(Running))
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // Nothing is stopped before somebody is there to start it again.
    private void AwaitGuard(CancellationToken cancellation)
    {
        using var session = ServerSession.Connect(_connection);
        while (session.QueryScalar($"SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = {_guard.ConnectionId}") != GuardState)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_thread.Join(GuardPoll))
            {
                throw new FailureException(
                    FailureKind.Failed,
                    "the server does not take the statement that would start the replica's SQL thread again if this program died",
                    "leave out --safe-slave-backup");
            }
        }
    }

    private void Guard()
    {
        var starts = string.Concat(_names.Select(name => $"BEGIN DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; {StartStatement(name)}; END; "));
        try
        {
            _guard.Execute($"BEGIN NOT ATOMIC IF GET_LOCK('{_lockName}', {GuardSecondsMax}) = 1 THEN {starts}DO RELEASE_LOCK('{_lockName}'); END IF; END");
        }
        catch (ServerException)
        {
            // Somebody killed it; what it had to do is done, and checked, at the end.
        }
        catch (ObjectDisposedException)
        {
            // Closed under it.
        }
    }

    private void EnsureRunning()
    {
        try
        {
            using var session = ServerSession.Connect(_connection);
            var running = ReadRunning(session);
            foreach (var name in _names.Except(running, StringComparer.Ordinal))
            {
                session.Execute(StartStatement(name));
            }

            _report($"started the replica's SQL thread{(_names.Length == 1 ? "" : "s")} again");
        }
        catch (ServerException e)
        {
            _report($"the replica's SQL thread may be stopped still: {e.Message}; run START SLAVE SQL_THREAD");
        }
    }
}
