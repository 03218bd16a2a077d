using Understudy.Formats.FileNames;
using Understudy.Server;

namespace Understudy.Engine.Backup;

/// <summary>Takes BACKUP LOCK for tables named as their files are. One table at a time: a connection holds only one such lock.</summary>
/// <param name="locks">The server side.</param>
/// <param name="profile">Told how long locks are waited for.</param>
internal sealed class TableLocks(BackupLock locks, OperationProfile profile)
{
    private readonly Lock _one = new();

    /// <summary>
    /// Whether tables are locked at all. Under BLOCK_DDL they must not be: an ALTER that waits for that stage to end may hold the
    /// table, and it would be waited for in turn. Nothing can happen to a table then anyway.
    /// </summary>
    internal bool IsActive { get; set; } = true;

    /// <summary>Locks a table against DDL, until the result is disposed.</summary>
    internal IDisposable? Hold(string database, string table)
    {
        if (!IsActive)
        {
            return null;
        }

        using var timer = profile.Time(Activity.WaitingForTableLocks);
        _one.Enter();
        try
        {
            return new Held(profile, _one, locks.Hold(FilenameCharset.Decode(database), FilenameCharset.Decode(table)));
        }
        catch
        {
            _one.Exit();
            throw;
        }
    }

    private sealed class Held(OperationProfile profile, Lock one, IDisposable held) : IDisposable
    {
        public void Dispose()
        {
            using var timer = profile.Time(Activity.WaitingForTableLocks);
            try
            {
                held.Dispose();
            }
            finally
            {
                one.Exit();
            }
        }
    }
}
