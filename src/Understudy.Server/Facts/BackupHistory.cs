using System.Globalization;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;

namespace Understudy.Server;

/// <summary>
/// The server's table of backups, <c>mysql.mariadb_backup_history</c>, as mariadb-backup of 10.11 and 11.8 makes and fills it: one row
/// for each backup that was taken with <c>--history</c>. Measured.
/// </summary>
public static class BackupHistory
{
    private const string Table = "mysql.mariadb_backup_history";
    private const int PositionCharsMax = 128;
    private const string Format = "ENUM('file', 'tar', 'mbstream') DEFAULT NULL";

    private static readonly string[] Columns =
    [
        "uuid", "name", "tool_name", "tool_command", "tool_version", "ibbackup_version", "server_version", "start_time", "end_time",
        "lock_time", "binlog_pos", "innodb_from_lsn", "innodb_to_lsn", "partial", "incremental", "format", "compressed",
    ];

    /// <summary>Makes the table if it is not there, and finds out whether this account can add a row.</summary>
    /// <exception cref="ServerException">The server refuses, for want of privileges mostly.</exception>
    public static void Prepare(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Execute(
            $"CREATE TABLE IF NOT EXISTS {Table} (uuid VARCHAR(40) NOT NULL PRIMARY KEY, name VARCHAR(255) DEFAULT NULL, "
            + "tool_name VARCHAR(255) DEFAULT NULL, tool_command TEXT DEFAULT NULL, tool_version VARCHAR(255) DEFAULT NULL, "
            + "ibbackup_version VARCHAR(255) DEFAULT NULL, server_version VARCHAR(255) DEFAULT NULL, start_time TIMESTAMP NULL DEFAULT NULL, "
            + "end_time TIMESTAMP NULL DEFAULT NULL, lock_time BIGINT UNSIGNED DEFAULT NULL, binlog_pos VARCHAR(128) DEFAULT NULL, "
            + "innodb_from_lsn BIGINT UNSIGNED DEFAULT NULL, innodb_to_lsn BIGINT UNSIGNED DEFAULT NULL, "
            + $"partial ENUM('Y', 'N') DEFAULT NULL, incremental ENUM('Y', 'N') DEFAULT NULL, format {Format}, "
            + "compressed ENUM('Y', 'N') DEFAULT NULL) CHARACTER SET utf8mb3 ENGINE=InnoDB");
        session.Execute($"ALTER TABLE {Table} MODIFY format {Format}");

        // Preparing a statement checks the privileges that running it needs.
        session.Execute($"PREPARE understudy_history FROM 'INSERT INTO {Table} (uuid) VALUES (?)'");
        session.Execute("DEALLOCATE PREPARE understudy_history");
    }

    /// <summary>Adds the row of a backup.</summary>
    /// <param name="session">A connection.</param>
    /// <param name="info">What the info file of the backup says.</param>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static void Add(ServerSession session, BackupInfoFile info)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(info);
        string[] values =
        [
            info.Uuid, info.Name, info.ToolName, info.ToolCommand, info.ToolVersion, info.IbbackupVersion, info.ServerVersion,
            info.StartTime, info.EndTime, info.LockTime, info.BinlogPosition[..Math.Min(info.BinlogPosition.Length, PositionCharsMax)], info.InnodbFromLsn, info.InnodbToLsn,
            info.IsPartial ? "Y" : "N", info.IsIncremental ? "Y" : "N", info.Format, info.IsCompressed ? "Y" : "N",
        ];
        session.Execute($"INSERT INTO {Table} ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", values.Select(Quote))})");
    }

    /// <summary>The LSN at which an increment on top of a backup of a name starts: the highest end of that name.</summary>
    /// <exception cref="FailureException">There is no such backup.</exception>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static Lsn FindByName(ServerSession session, string name) => Find(
        session, $"SELECT MAX(innodb_to_lsn) FROM {Table} WHERE name = {ServerSession.QuoteText(name)}", $"named '{name}'");

    /// <summary>The LSN at which an increment on top of the backup of a UUID starts.</summary>
    /// <exception cref="FailureException">There is no such backup.</exception>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static Lsn FindByUuid(ServerSession session, string uuid) => Find(
        session, $"SELECT innodb_to_lsn FROM {Table} WHERE uuid = {ServerSession.QuoteText(uuid)}", $"with the UUID '{uuid}'");

    private static string Quote(string value, int column) =>
        value.Length == 0 && Columns[column] == "binlog_pos" ? "NULL" : ServerSession.QuoteText(value);

    private static Lsn Find(ServerSession session, string query, string which)
    {
        ArgumentNullException.ThrowIfNull(session);
        return ulong.TryParse(session.QueryScalar(query), NumberStyles.None, CultureInfo.InvariantCulture, out var lsn)
            ? new Lsn(lsn)
            : throw new FailureException(FailureKind.Failed, $"{Table} has no backup {which}", "SELECT uuid, name, innodb_to_lsn FROM " + Table);
    }
}
