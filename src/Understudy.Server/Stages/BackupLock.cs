using System.Globalization;

namespace Understudy.Server;

/// <summary>
/// Holds tables against DDL, one at a time, with <c>BACKUP LOCK</c> on a connection of its own. Hold a table for
/// milliseconds: as soon as a DDL statement waits, everybody else's reads and writes of the table queue behind it.
/// Never
/// wait for a stage while a table is held: a CREATE TRIGGER can then wait for the lock and block the stage, which the
/// server does not see.
/// </summary>
public sealed class BackupLock : IDisposable
{
    private readonly ServerSession _session;
    private HeldTable? _held;

    private BackupLock(ServerSession session)
    {
        _session = session;
    }

    /// <summary>The connection that holds the locks.</summary>
    public uint ConnectionId => _session.ConnectionId;

    /// <summary>Connects; nothing is locked yet.</summary>
    /// <param name="connection">How to reach the server.</param>
    /// <param name="lockWaitTimeout">How long to wait for the end of a DDL statement on a table; whole seconds
    /// count.</param>
    /// <exception cref="ServerException">The server cannot be reached.</exception>
    public static BackupLock Open(ConnectionOptions connection, TimeSpan lockWaitTimeout)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new BackupLock(ServerSession.Connect(connection with { LockWaitTimeout = lockWaitTimeout }));
    }

    /// <summary>
    /// Locks the name of a table, which need not exist, until the result is disposed. The names are the server's, not
    /// those of files.
    /// </summary>
    /// <exception cref="ServerException">The lock was not had in time (<see
    /// cref="ServerException.IsLockWaitTimeout"/>),
    /// or the server refused.</exception>
    /// <exception cref="InvalidOperationException">A table is held already.</exception>
    public IDisposable Hold(string database, string table)
    {
        if (_held is { } held)
        {
            throw new InvalidOperationException($"{held.Name} is held, and one connection can hold only one table");
        }

        var name = string.Create(
            CultureInfo.InvariantCulture, $"{ServerSession.QuoteName(database)}.{ServerSession.QuoteName(table)}");
        _session.Execute($"BACKUP LOCK {name}");
        return _held = new HeldTable(this, name);
    }

    /// <summary>Frees the table that is held, if any, by closing the connection.</summary>
    public void Dispose() => _session.Dispose();

    private void Free(HeldTable table)
    {
        if (ReferenceEquals(_held, table))
        {
            _held = null;
            _session.Execute("BACKUP UNLOCK");
        }
    }

    private sealed class HeldTable(BackupLock owner, string name) : IDisposable
    {
        internal string Name => name;

        public void Dispose() => owner.Free(this);
    }
}
