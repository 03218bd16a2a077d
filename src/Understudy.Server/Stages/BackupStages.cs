using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// Walks the stages of one backup on a connection of its own, which nothing else uses: the stage is gone when the
/// connection is. A thread watches over it: idle, it is asked for a sign of life; waiting, the wait is reported.
/// <see cref="Enter"/> and <see cref="End"/> belong to one thread.
/// </summary>
public sealed class BackupStages : IDisposable
{
    private static readonly TimeSpan EndTimeoutOnDispose = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    // A stage also flushes tables, which is work and no wait; only a dead network takes this long.
    private static readonly TimeSpan StageWorkMax = TimeSpan.FromMinutes(10);

    private readonly ServerSession _session;
    private readonly BackupStagesOptions _options;
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _gate = new();
    private readonly StageWatch _watch;
    private volatile IReadOnlyList<StageTiming> _timings = [];
    private readonly LockTimer _lockTimer;
    private volatile bool _ended;
    private bool _disposed;

    private BackupStages(ServerSession session, ConnectionOptions connection, BackupStagesOptions options)
    {
        _session = session;
        _options = options;
        ConnectionLost = _lost.Token;
        _lockTimer = new LockTimer(options, ReleaseWhenOver);
        _watch = new StageWatch(connection, options, session.ConnectionId, PingWhenIdle, session.Abort);
    }

    /// <summary>The last stage that was reached.</summary>
    public BackupStage Current { get; private set; }

    /// <summary>The connection that holds the stage.</summary>
    public uint ConnectionId => _session.ConnectionId;

    /// <summary>
    /// The stages reached so far; any thread may read it. When END failed, it is not among them.
    /// </summary>
    public IReadOnlyList<StageTiming> Timings => _timings;

    /// <summary>Cancelled when the connection is lost, and with it the stage: the backup has failed.</summary>
    public CancellationToken ConnectionLost { get; }

    /// <summary>Whether everything was released because the time for locks is over, and nobody was told yet.</summary>
    public bool IsLockTimeOver => _lockTimer.IsOver;

    /// <summary>Connects; no stage is entered yet.</summary>
    /// <exception cref="ServerException">The server cannot be reached.</exception>
    public static BackupStages Open(ConnectionOptions connection, BackupStagesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var session = ServerSession.Connect(connection);
        try
        {
            return new BackupStages(session, connection, options ?? new BackupStagesOptions());
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Enters a later stage, START first; stages left out after it are run through by the server. On a timeout the
    /// stage reached
    /// before is still held, and the call can be repeated.
    /// </summary>
    /// <exception cref="StageTimeoutException">The stage was not had in time; the message says who was in the
    /// way.</exception>
    /// <exception cref="LockTimeException">The time for locks was over; all was released, and START can be entered
    /// again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ServerException">The server refused, or the connection is lost.</exception>
    public void Enter(BackupStage stage, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (stage == BackupStage.Start)
        {
            ReleaseWhenOver();
            _lockTimer.Stop();
        }

        ThrowIfOver();
        if (_ended || stage <= Current || stage >= BackupStage.End
            || (Current == BackupStage.None && stage != BackupStage.Start))
        {
            throw new InvalidOperationException($"stage {stage} cannot follow {(_ended ? BackupStage.End : Current)}");
        }

        cancellation.ThrowIfCancellationRequested();
        var started = _options.Time.GetTimestamp();
        if (stage != BackupStage.Start)
        {
            _lockTimer.Start();
        }

        using (_watch.Waiting(stage))
        using (cancellation.UnsafeRegister(static watch => ((StageWatch)watch!).Interrupt(), _watch))
        {
            EnterWithRetries(stage, started, cancellation);
        }
    }

    /// <summary>From now on the locks are kept until <see cref="End"/>, however long that takes: the caller is as good as done.</summary>
    /// <exception cref="LockTimeException">The time for locks was over before.</exception>
    public void KeepLocks()
    {
        lock (_gate)
        {
            ThrowIfOver();
            _lockTimer.Stop();
        }
    }

    /// <summary>
    /// Ends the backup in the server; does nothing when that was done before. Whatever happens, nothing is held
    /// afterwards: when the server does not answer in time, the connection is cut.
    /// </summary>
    /// <exception cref="ServerException">The server did not confirm the end: the stage was lost some time before, so
    /// what was copied under it is no backup.</exception>
    public void End(TimeSpan timeout)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _watch.Stop();
        var started = _options.Time.GetTimestamp();
        try
        {
            EnterGate(timeout);
            try
            {
                if (Current != BackupStage.None)
                {
                    _session.ReadTimeout = timeout;
                    _session.Execute(StageSql.End(_options.Locking));
                    Reached(BackupStage.End, started);
                }
            }
            finally
            {
                _gate.Exit();
            }
        }
        catch (ServerException e)
        {
            NoteLoss(e);
            throw;
        }
        finally
        {
            _session.Dispose();
        }
    }

    /// <summary>Ends the backup if that was not done, within ten seconds, and closes the connection.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            End(EndTimeoutOnDispose);
        }
        catch (ServerException)
        {
            // Whoever disposes without End is on the way out of a failure, and the connection is closed.
        }
        finally
        {
            _lockTimer.Dispose();
            _watch.Dispose();
            _session.Dispose();
            _lost.Dispose();
        }
    }

    private void EnterGate(TimeSpan timeout)
    {
        // Only a call for a sign of life that gets no answer can hold it for long.
        if (!_gate.TryEnter(timeout))
        {
            _session.Abort();
            _gate.Enter();
        }
    }

    private void Reached(BackupStage stage, long started)
    {
        Current = stage;
        _timings =
        [
            .. _timings,
            new StageTiming(stage, _options.Time.GetElapsedTime(started), _options.Time.GetUtcNow()),
        ];
    }

    // On the timer's thread; the thread that walks the stages may have noticed before.
    private void ReleaseWhenOver()
    {
        lock (_gate)
        {
            if (_lockTimer.IsOver)
            {
                Release();
            }
        }
    }

    private void ThrowIfOver()
    {
        lock (_gate)
        {
            if (_lockTimer.IsOver)
            {
                Release();
                throw _lockTimer.MakeError(stage: null, blockers: null, inner: null);
            }
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            if (_ended || Current == BackupStage.None)
            {
                return;
            }

            var started = _options.Time.GetTimestamp();
            try
            {
                _session.ReadTimeout = EndTimeoutOnDispose;
                _session.Execute(StageSql.End(_options.Locking));
                Reached(BackupStage.End, started);
                Current = BackupStage.None;
            }
            catch (ServerException e)
            {
                NoteLoss(e);
            }
        }
    }

    private void EnterWithRetries(BackupStage stage, long started, CancellationToken cancellation)
    {
        var length = _options.FirstTry;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = _options.LockWaitTimeout - _options.Time.GetElapsedTime(started);
            try
            {
                Try(stage, left < length ? left : length, started);
                return;
            }
            catch (ServerException e) when (e.Code == ServerErrorCode.StatementTimeout && _lockTimer.Left is not null)
            {
                Release();
                throw _lockTimer.MakeError(stage, _watch.ReadBlockers(stage), e);
            }
            catch (ServerException e) when (e.Code == ServerErrorCode.QueryInterrupted)
            {
                // Unless it was our own KILL QUERY, somebody wants this wait to end: no retry.
                cancellation.ThrowIfCancellationRequested();
                throw;
            }
            catch (ServerException e) when (e.IsLockWaitTimeout)
            {
                cancellation.ThrowIfCancellationRequested();
                var waited = _options.Time.GetElapsedTime(started);
                if (waited + _options.Pause >= _options.LockWaitTimeout)
                {
                    throw new StageTimeoutException(stage, _options.Locking, waited, _watch.ReadBlockers(stage), e);
                }

                cancellation.WaitHandle.WaitOne(_options.Pause);
                length = length + length < _options.LongestTry ? length + length : _options.LongestTry;
            }
            catch (ServerException e) when (e.IsConnectionLost)
            {
                NoteLoss(e);
                cancellation.ThrowIfCancellationRequested();
                throw;
            }
        }
    }

    private void Try(BackupStage stage, TimeSpan wait, long started)
    {
        if (StageSql.Enter(_options.Locking, stage) is not { } statement)
        {
            Reached(stage, started);
            return;
        }

        var seconds = Math.Max(0, (long)Math.Ceiling(wait.TotalSeconds));
        lock (_gate)
        {
            ThrowIfOver();
            _session.ReadTimeout = TimeSpan.FromSeconds(2 * seconds) + StageWorkMax;
            var limit = _lockTimer.Left is { } left
                ? string.Create(CultureInfo.InvariantCulture, $", max_statement_time={Math.Max(0.001, left.TotalSeconds):0.000}")
                : "";
            _session.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"SET STATEMENT lock_wait_timeout={seconds}{limit} FOR {statement}"));
            Reached(stage, started);
        }
    }

    private void PingWhenIdle()
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            // The watch may wake up just after the end, when the connection is closed already.
            if (!_ended)
            {
                _session.ReadTimeout = PingTimeout;
                _session.Ping();
            }
        }
        catch (ServerException e)
        {
            NoteLoss(e);
        }
        catch (ObjectDisposedException) when (_ended)
        {
            // END did not get the connection in time and closed it under this ping.
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void NoteLoss(ServerException error)
    {
        _watch.Stop();
        if (error.IsConnectionLost)
        {
            _lost.Cancel();
        }
    }
}
