namespace Understudy.Server;

/// <summary>
/// Holds tables against DDL by having read from each in a transaction that stays open. DDL on them waits, reads and writes do not,
/// until somebody's DDL waits: then new ones wait behind it.
/// </summary>
public sealed class TableDdlLocks : IDisposable
{
    private readonly ServerSession _session;

    private TableDdlLocks(ServerSession session)
    {
        _session = session;
    }

    /// <summary>The connection that holds the tables.</summary>
    public uint ConnectionId => _session.ConnectionId;

    /// <summary>How many tables are held.</summary>
    public int Count { get; private set; }

    /// <summary>Holds tables.</summary>
    /// <param name="connection">How to reach the server.</param>
    /// <param name="lockWaitTimeout">How long to wait for each table.</param>
    /// <param name="tables">Names as SQL has them. One that is gone is passed over.</param>
    /// <param name="cancellation">Ends it between two tables.</param>
    /// <exception cref="ServerException">A table was not had in time, or the server refused.</exception>
    public static TableDdlLocks Take(
        ConnectionOptions connection, TimeSpan lockWaitTimeout, IEnumerable<(string Database, string Table)> tables, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(tables);
        var locks = new TableDdlLocks(ServerSession.Connect(connection with { LockWaitTimeout = lockWaitTimeout }));
        try
        {
            locks._session.Execute("START TRANSACTION");
            foreach (var (database, table) in tables)
            {
                cancellation.ThrowIfCancellationRequested();
                locks.Hold(database, table);
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    /// <summary>Frees the tables.</summary>
    public void Dispose() => _session.Dispose();

    private void Hold(string database, string table)
    {
        try
        {
            _session.Execute($"SELECT 1 FROM {ServerSession.QuoteName(database)}.{ServerSession.QuoteName(table)} LIMIT 0");
            Count++;
        }
        catch (ServerException e) when (e.Code is ServerErrorCode.NoSuchTable or ServerErrorCode.UnknownDatabase)
        {
            // Dropped since it was listed: there is nothing to hold.
        }
    }
}
