using Understudy.Formats.FileNames;
using Understudy.Server;

namespace Understudy.Engine.Backup;

/// <summary>Takes BACKUP LOCK for tables named as their files are. One table at a time: a connection holds only one such lock.</summary>
/// <param name="locks">The server side.</param>
internal sealed class TableLocks(BackupLock locks)
{
    private readonly Lock _one = new();

    /// <summary>Locks a table against DDL, until the result is disposed.</summary>
    internal IDisposable Hold(string database, string table)
    {
        _one.Enter();
        try
        {
            return new Held(_one, locks.Hold(FilenameCharset.Decode(database), FilenameCharset.Decode(table)));
        }
        catch
        {
            _one.Exit();
            throw;
        }
    }

    private sealed class Held(Lock one, IDisposable held) : IDisposable
    {
        public void Dispose()
        {
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
