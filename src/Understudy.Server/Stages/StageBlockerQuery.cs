using System.Buffers;
using System.Globalization;

namespace Understudy.Server;

/// <summary>Finds who blocks a stage, with the best source that the server offers.</summary>
internal sealed class StageBlockerQuery(
    ServerSession session, BackupStage stage, uint waitingConnectionId, StageLocking locking)
{
    private const uint UnknownInformationSchemaTable = 1109;
    internal const int StatementCharactersMax = 160;
    private const string LockInfoPrefix = "MDL_BACKUP_";
    private const string PerformanceSchemaPrefix = "BACKUP_";

    private static readonly string[] WriteWords =
    [
        "INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "DO", "EXECUTE", "SELECT", "CREATE", "DROP", "ALTER",
        "RENAME", "TRUNCATE", "OPTIMIZE", "REPAIR", "LOCK", "ANALYZE", "GRANT", "REVOKE", "SET", "COMMIT", "XA",
        "BACKUP",
    ];

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n(;");

    private static readonly string[] SecretWords = ["IDENTIFIED", "PASSWORD", "SECRET", "_KEY"];

    internal StageBlockers Read() =>
        FromLockInfo() ?? FromPerformanceSchema() ?? new StageBlockers(BlockerSource.ProcessList, FromProcessList());

    private static string List(IEnumerable<string> kinds, string prefix) =>
        string.Join(", ", kinds.Select(kind => ServerSession.QuoteText(prefix + kind)));

    internal static TimeSpan Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Max(0, seconds))
            : TimeSpan.Zero;

    internal static string? Shown(string? statement)
    {
        if (string.IsNullOrWhiteSpace(statement))
        {
            return null;
        }

        // Somebody's CREATE USER or CHANGE MASTER may be in the way; its password must not end up in our log.
        var shown = statement.ReplaceLineEndings(" ").Trim();
        var secret = SecretWords.Select(word => shown.IndexOf(word, StringComparison.OrdinalIgnoreCase))
            .Where(position => position >= 0).DefaultIfEmpty(-1).Min();
        return secret < 0 ? shown : shown[..secret] + "...";
    }

    private StageBlockers? FromLockInfo()
    {
        var kinds = BackupTicket.InTheWayOf(stage, locking);
        var filter = kinds.Length == 0 ? "FALSE" : $"l.LOCK_MODE IN ({List(kinds, LockInfoPrefix)})";
        try
        {
            var rows = session.Query(
                "SELECT l.THREAD_ID AS id, l.LOCK_MODE AS kind, p.USER AS user, p.HOST AS host, p.COMMAND AS command, "
                + $"LEFT(p.INFO, {StatementCharactersMax}) AS info, COALESCE(l.LOCK_TIME_MS / 1000, p.TIME) AS seconds "
                + "FROM information_schema.METADATA_LOCK_INFO l "
                + "LEFT JOIN information_schema.PROCESSLIST p ON p.ID = l.THREAD_ID "
                + $"WHERE l.LOCK_TYPE = 'Backup lock' AND l.THREAD_ID NOT IN (0, {waitingConnectionId}) AND {filter} "
                + "ORDER BY seconds DESC");
            return new StageBlockers(BlockerSource.MetadataLockInfo, ToBlockers(rows, LockInfoPrefix));
        }
        catch (ServerException e) when (e.Code == UnknownInformationSchemaTable)
        {
            return null;
        }
    }

    private StageBlockers? FromPerformanceSchema()
    {
        // Upgrades of a lock are not reported there, so another backup shows as BLOCK_DDL whatever its stage is.
        var kinds = BackupTicket.InTheWayOf(stage, locking);
        try
        {
            // Without the instrument the table exists but is empty; our own pending lock tells the difference.
            if (session.QueryScalar(
                "SELECT ENABLED FROM performance_schema.setup_instruments WHERE NAME = 'wait/lock/metadata/sql/mdl'")
                != "YES" || session.QueryScalar("SELECT @@performance_schema") != "1")
            {
                return null;
            }

            var filter = kinds.Length == 0 ? "FALSE" : $"l.LOCK_TYPE IN ({List(kinds, PerformanceSchemaPrefix)})";
            var rows = session.Query(
                "SELECT t.PROCESSLIST_ID AS id, l.LOCK_TYPE AS kind, t.PROCESSLIST_USER AS user, "
                + "t.PROCESSLIST_HOST AS host, t.PROCESSLIST_COMMAND AS command, "
                + $"LEFT(t.PROCESSLIST_INFO, {StatementCharactersMax}) AS info, t.PROCESSLIST_TIME AS seconds "
                + "FROM performance_schema.metadata_locks l "
                + "JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID "
                + "WHERE l.OBJECT_TYPE = 'BACKUP' AND l.LOCK_STATUS = 'GRANTED' "
                + $"AND t.PROCESSLIST_ID <> {waitingConnectionId} AND {filter} ORDER BY seconds DESC");
            return new StageBlockers(BlockerSource.PerformanceSchema, ToBlockers(rows, PerformanceSchemaPrefix));
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            return null;
        }
    }

    private List<StageBlocker> ToBlockers(IReadOnlyList<ServerRow> rows, string prefix)
    {
        var programs = ConnectionPrograms.Read(session);
        var blockers = new List<StageBlocker>();
        foreach (var row in rows)
        {
            if (uint.TryParse(row["id"], out var id) && blockers.All(b => b.ConnectionId != id))
            {
                var kind = row["kind"]?[prefix.Length..] ?? "";
                blockers.Add(ToBlocker(row, id, programs, BackupTicket.Explain(kind)));
            }
        }

        return blockers;
    }

    private List<StageBlocker> FromProcessList()
    {
        // Whoever waits for the backup lock waits behind the holder, unless it is a backup that holds an earlier stage.
        // The other connections of the program that waits never hold what it waits for.
        var rows = session.Query(
            "SELECT ID AS id, USER AS user, HOST AS host, COMMAND AS command, STATE AS state, "
            + $"LEFT(INFO, {StatementCharactersMax}) AS info, TIME_MS / 1000 AS seconds FROM "
            + $"information_schema.PROCESSLIST WHERE ID NOT IN ({waitingConnectionId}, CONNECTION_ID()) "
            + "AND COMMAND NOT IN ('Daemon', 'Binlog Dump', 'Slave_IO') ORDER BY seconds DESC");
        var programs = ConnectionPrograms.Read(session);
        var running = new List<StageBlocker>();
        var idle = new List<StageBlocker>();
        foreach (var row in rows)
        {
            if (!uint.TryParse(row["id"], out var id) || session.Siblings.Contains(id))
            {
                continue;
            }

            if (row["command"] == "Sleep")
            {
                idle.Add(ToBlocker(row, id, programs, "may hold LOCK TABLES ... WRITE or a BACKUP STAGE, silent"));
            }
            else if (row["state"] != "Waiting for backup lock" && MayWrite(row))
            {
                running.Add(ToBlocker(row, id, programs, "runs"));
            }
        }

        return stage is BackupStage.Start or BackupStage.BlockDdl ? [.. running, .. idle] : running;
    }

    private static bool MayWrite(ServerRow row)
    {
        var statement = row["info"].AsSpan().TrimStart();
        var end = statement.IndexOfAny(WordEnds);
        var word = (end < 0 ? statement : statement[..end]).ToString();
        return row["command"] == "Slave_SQL" || WriteWords.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static StageBlocker ToBlocker(
        ServerRow row, uint id, Dictionary<uint, string> programs, string reason) => new(
            id,
            row["user"],
            row["host"],
            programs.GetValueOrDefault(id),
            row["command"],
            Shown(row["info"]),
            Seconds(row["seconds"]),
            reason);
}
