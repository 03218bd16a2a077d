using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// Reads which backup stage is held, by whom, and what waits, with the best source that the server offers. It takes no
/// lock; it asks information_schema and performance_schema only. One thread may use it at a time.
/// </summary>
public sealed class StageStatusReader : IDisposable
{
    // A GRANT that waits under BLOCK_COMMIT holds up others' checks of privileges, and so performance_schema's tables.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    private readonly ServerSession _session;
    private readonly TimeProvider _time;
    private (uint? Holder, BackupStage? Stage) _lastSeen;
    private long _seenSince;
    private bool _hasLooked;

    private StageStatusReader(ServerSession session, TimeProvider time)
    {
        _session = session;
        _time = time;
    }

    /// <summary>Connects.</summary>
    /// <exception cref="ServerException">The server cannot be reached.</exception>
    public static StageStatusReader Open(ConnectionOptions connection, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // Nothing that is asked here waits for a lock; should that ever change, an error is better than a queue.
        var session = ServerSession.Connect(connection with { LockWaitTimeout = TimeSpan.Zero });
        session.ReadTimeout = AnswerTimeout;
        return new StageStatusReader(session, time ?? TimeProvider.System);
    }

    /// <summary>Loads the server's plugin <c>metadata_lock_info</c>, for good; without effect when it is
    /// loaded.</summary>
    /// <exception cref="FailureException">The server refuses, or a stage that blocks commits is held.</exception>
    public void InstallPlugin()
    {
        try
        {
            _session.Execute("INSTALL SONAME 'metadata_lock_info'");
        }
        catch (ServerException e) when (e.IsLockWaitTimeout)
        {
            throw new FailureException(
                FailureKind.LockNotAvailable,
                "metadata_lock_info cannot be installed now: somebody blocks commits",
                "Ask without --install-plugin, and install it when no backup is at that stage.",
                e);
        }
    }

    /// <summary>Asks the server.</summary>
    /// <exception cref="ServerException">The server does not answer.</exception>
    public StageStatus Read()
    {
        var status = new StageStatusQuery(_session).Read();
        var seen = (status.Holder?.ConnectionId, status.Stage);
        var now = _time.GetTimestamp();
        if (!_hasLooked || seen != _lastSeen)
        {
            _seenSince = now;
            _lastSeen = seen;
        }

        var isFirst = !_hasLooked;
        _hasLooked = true;
        return isFirst || status.Stage is null
            ? status
            : status with { SeenFor = _time.GetElapsedTime(_seenSince, now) };
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _session.Dispose();
}
