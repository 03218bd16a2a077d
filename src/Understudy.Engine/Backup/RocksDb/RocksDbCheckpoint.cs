using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Server;

namespace Understudy.Engine.Backup.RocksDb;

/// <summary>
/// What the server makes of MyRocks under BLOCK_COMMIT: a directory of hard links to files that never change, complete without a log.
/// It is removed when it was taken, whatever happens.
/// </summary>
/// <param name="layout">Where the server's files are.</param>
/// <param name="variables">The server's variables.</param>
/// <param name="session">A connection; it must stay open until the checkpoint is removed.</param>
/// <param name="timeout">How long to wait for another backup's checkpoint to go.</param>
/// <param name="warn">Told what the user should know.</param>
internal sealed class RocksDbCheckpoint(
    ServerLayout layout, ServerVariables variables, ServerSession session, TimeSpan timeout, Action<string> warn) : IDisposable
{
    /// <summary>The name of the directory; it lies in MyRocks' own.</summary>
    internal const string CheckpointName = "mariabackup-checkpoint";

    // The server removes a checkpoint of this name, and only this one, on request; other tools take the same lock.
    private const string LockName = "mariabackup_rocksdb_checkpoint";

    private CheckpointGuard? _guard;

    /// <summary>Where it is.</summary>
    internal string Directory { get; } = Path.Combine(
        layout.RocksDbDirectory ?? throw new InvalidOperationException("MyRocks is not active"), CheckpointName);

    /// <summary>Takes the lock that keeps other tools away and removes what an earlier run left behind.</summary>
    internal void Prepare()
    {
        var seconds = (long)timeout.TotalSeconds;
        if (session.QueryScalar($"SELECT GET_LOCK('{LockName}', {seconds})") != "1")
        {
            throw new FailureException(
                FailureKind.LockNotAvailable,
                $"another backup is using the MyRocks checkpoint (user lock '{LockName}')",
                "wait for the other backup to end, or raise --lock-wait-timeout");
        }

        // Started now, since starting a process takes longer than anything else that is done while commits are blocked.
        _guard = new CheckpointGuard(Directory, timeout);
        if (System.IO.Directory.Exists(Directory))
        {
            warn($"removing the MyRocks checkpoint {Directory}, which an earlier backup left behind");
            RemoveCheckpoint();
        }
    }

    /// <summary>Makes the checkpoint. To be called while commits are blocked.</summary>
    internal void Create()
    {
        var serverPath = Path.Combine(variables.RocksDbDataDirectory!, CheckpointName);
        _guard?.NoteCreating();
        session.Execute($"SET GLOBAL rocksdb_create_checkpoint = {ServerSession.QuoteText(serverPath)}");
        _guard?.NoteCreated();
    }

    /// <summary>Removes it.</summary>
    internal void Remove()
    {
        if (System.IO.Directory.Exists(Directory))
        {
            RemoveCheckpoint();
        }

        _guard?.Release();
        _guard?.Dispose();
        _guard = null;
    }

    public void Dispose()
    {
        if (_guard is null)
        {
            return;
        }

        try
        {
            Remove();
        }
        catch (ServerException e)
        {
            // The guard removes it as soon as this program has ended.
            warn($"the MyRocks checkpoint {Directory} could not be removed yet: {e.Message}");
        }

        _guard?.Dispose();
    }

    private void RemoveCheckpoint() => session.Execute("SET GLOBAL rocksdb_remove_mariabackup_checkpoint = ON");
}
