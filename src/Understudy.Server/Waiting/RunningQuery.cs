using System.Globalization;

namespace Understudy.Server;

/// <summary>A statement that a connection runs now.</summary>
/// <param name="ConnectionId">The connection.</param>
/// <param name="QueryId">The statement; no other ever has this number.</param>
/// <param name="User">Its user.</param>
/// <param name="Command">What the connection does: <c>Query</c>, <c>Slave_SQL</c> …</param>
/// <param name="State">What the statement does just now.</param>
/// <param name="Statement">Its beginning.</param>
/// <param name="For">How long it runs.</param>
public sealed record RunningQuery(uint ConnectionId, ulong QueryId, string User, string Command, string State, string Statement, TimeSpan For)
{
    private const string MetadataLockState = "Waiting for table metadata lock";

    // Replication reads and applies on threads of the server's own.
    private const string ReplicationUser = "system user";

    /// <summary>Whether a replication thread runs it.</summary>
    public bool IsOfReplication => User == ReplicationUser || Command.StartsWith("Slave", StringComparison.Ordinal);

    /// <summary>Whether it waits for a metadata lock that somebody has on a table.</summary>
    public bool WaitsForTable => State == MetadataLockState;

    /// <summary>Whether it is DDL.</summary>
    public bool IsDefinition => QueryWords.IsDefinition(Statement);

    /// <summary>All statements that other connections run; never this one's own.</summary>
    /// <param name="session">A session.</param>
    /// <param name="own">Further connections to leave out.</param>
    /// <exception cref="ServerException">The server does not answer.</exception>
    public static IReadOnlyList<RunningQuery> Read(ServerSession session, IReadOnlyCollection<uint> own)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(own);
        var rows = session.Query(
            "SELECT ID AS id, QUERY_ID AS query, USER AS user, COMMAND AS command, STATE AS state, "
            + $"LEFT(INFO, {StageBlockerQuery.StatementCharactersMax}) AS info, TIME_MS / 1000 AS seconds "
            + "FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND INFO IS NOT NULL "
            + "AND COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump') ORDER BY seconds DESC");
        return
        [
            .. rows.Select(row => new RunningQuery(
                    uint.Parse(row["id"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture),
                    ulong.Parse(row["query"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture),
                    row["user"] ?? "",
                    row["command"] ?? "",
                    row["state"] ?? "",
                    row["info"] ?? "",
                    StageBlockerQuery.Seconds(row["seconds"])))
                .Where(query => !own.Contains(query.ConnectionId)),
        ];
    }

    /// <summary>One line for people; secrets are cut off.</summary>
    public override string ToString() =>
        $"connection {ConnectionId} ({User}) for {(long)For.TotalSeconds} s: {StageBlockerQuery.Shown(Statement)}";
}
