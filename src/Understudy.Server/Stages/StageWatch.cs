namespace Understudy.Server;

/// <summary>
/// The thread beside the stage connection. While that is idle, it calls for a sign of life once per heartbeat; while it
/// waits for a stage, it asks on a connection of its own who is in the way and reports that.
/// </summary>
internal sealed class StageWatch : IDisposable
{
    private static readonly TimeSpan SideTimeout = TimeSpan.FromSeconds(5);

    // A statement that KILL QUERY does not end by then hangs in a server or a network that is stuck.
    private static readonly TimeSpan PatienceAfterInterrupt = TimeSpan.FromSeconds(5);

    private readonly ConnectionOptions _connection;
    private readonly BackupStagesOptions _options;
    private readonly uint _watchedConnection;
    private readonly Action _whenIdle;
    private readonly Action _cut;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Lock _sideGate = new();
    private readonly Thread _thread;
    private ServerSession? _side;
    private WaitScope? _waiting;

    /// <summary>Starts the watch.</summary>
    /// <param name="connection">How to reach the server.</param>
    /// <param name="options">How often to look, and whom to tell.</param>
    /// <param name="watchedConnection">The connection that holds the stages.</param>
    /// <param name="whenIdle">Asks that connection for a sign of life.</param>
    /// <param name="cut">Cuts that connection.</param>
    internal StageWatch(
        ConnectionOptions connection,
        BackupStagesOptions options,
        uint watchedConnection,
        Action whenIdle,
        Action cut)
    {
        _connection = connection with { ConnectTimeout = SideTimeout };
        _options = options;
        _watchedConnection = watchedConnection;
        _whenIdle = whenIdle;
        _cut = cut;
        _thread = new Thread(Run) { IsBackground = true, Name = "backup stage watch" };
        _thread.Start();
    }

    public void Dispose()
    {
        Stop();
        _thread.Join();
        _side?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Ends the watch; no call for a sign of life begins afterwards.</summary>
    internal void Stop() => _stop.Set();

    /// <summary>Marks that a stage is waited for, until the result is disposed.</summary>
    internal IDisposable Waiting(BackupStage stage)
    {
        var scope = new WaitScope(this, stage, _options.Time.GetTimestamp());
        Volatile.Write(ref _waiting, scope);
        return scope;
    }

    /// <summary>Who is in the way; null when the server cannot be asked.</summary>
    internal StageBlockers? ReadBlockers(BackupStage stage) =>
        OnTheSide(session => StageBlockers.Read(session, stage, _watchedConnection, _options.Locking));

    /// <summary>
    /// Ends the waiting statement; the stage that is held stays. When that does not help, the connection is cut a few
    /// seconds later.
    /// </summary>
    internal void Interrupt()
    {
        if (Volatile.Read(ref _waiting) is { } wait)
        {
            wait.Interrupt(_options.Time.GetTimestamp());
            KillWait(wait);
        }
    }

    private void KillWait(WaitScope wait)
    {
        if (_options.Time.GetElapsedTime(wait.InterruptedAt) >= PatienceAfterInterrupt)
        {
            _cut();
            return;
        }

        _ = OnTheSide(session =>
        {
            // Again and again, since one that comes between two statements is lost.
            if (ReferenceEquals(Volatile.Read(ref _waiting), wait))
            {
                session.Execute($"KILL QUERY {_watchedConnection}");
            }

            return session;
        });
    }

    private T? OnTheSide<T>(Func<ServerSession, T> ask)
        where T : class
    {
        lock (_sideGate)
        {
            try
            {
                _side ??= ServerSession.Connect(_connection);
                _side.ReadTimeout = SideTimeout;
                return ask(_side);
            }
            catch (ServerException)
            {
                // Without the side connection a wait goes unexplained, which must not fail the backup.
                _side?.Dispose();
                _side = null;
                return null;
            }
        }
    }

    private void Run()
    {
        while (!_stop.Wait(_options.Heartbeat))
        {
            if (Volatile.Read(ref _waiting) is not { } wait)
            {
                _whenIdle();
            }
            else if (wait.InterruptedAt != 0)
            {
                KillWait(wait);
            }
            else if (_options.Waiting is { } report)
            {
                var waited = _options.Time.GetElapsedTime(wait.Started);
                if (waited >= _options.Heartbeat && ReadBlockers(wait.Stage) is { } blockers
                    && ReferenceEquals(Volatile.Read(ref _waiting), wait))
                {
                    report(new StageWait(wait.Stage, waited, blockers));
                }
            }
        }
    }

    private sealed class WaitScope(StageWatch watch, BackupStage stage, long started) : IDisposable
    {
        private long _interruptedAt;

        internal BackupStage Stage => stage;

        internal long Started => started;

        /// <summary>When it was interrupted, 0 when it was not.</summary>
        internal long InterruptedAt => Volatile.Read(ref _interruptedAt);

        internal void Interrupt(long now) => Interlocked.CompareExchange(ref _interruptedAt, Math.Max(1, now), 0);

        public void Dispose() => Volatile.Write(ref watch._waiting, null);
    }
}
