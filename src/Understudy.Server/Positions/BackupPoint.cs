using Understudy.Formats;
using Understudy.Formats.BackupInfo;

namespace Understudy.Server;

/// <summary>The one point in time of a backup, read while BLOCK_COMMIT is held.</summary>
/// <param name="Lsn">
/// The redo log must be copied up to here at least; the server has it safely in its file. What lies behind belongs to
/// transactions that are not committed.
/// </param>
/// <param name="BinaryLog">The position of the binary log, or null when the server writes none.</param>
/// <param name="GtidBinlogPosition"><c>gtid_binlog_pos</c>: the last event group of each domain in the binary
/// log.</param>
/// <param name="GtidCurrentPosition"><c>gtid_current_pos</c>: for a replica of this server.</param>
/// <param name="GtidSlavePosition"><c>gtid_slave_pos</c>: for a sibling of this replica.</param>
/// <param name="GtidBinlogState"><c>gtid_binlog_state</c>: the last event group of each domain and server.</param>
/// <param name="Replica">Where this replica stands; null when that was not asked, or the server is no replica.</param>
/// <param name="Galera">Where this node stands in its cluster; null when it is in none.</param>
/// <param name="ReadAt">When it was read.</param>
public sealed record BackupPoint(
    Lsn Lsn,
    BinaryLogPosition? BinaryLog,
    string GtidBinlogPosition,
    string GtidCurrentPosition,
    string GtidSlavePosition,
    string GtidBinlogState,
    ReplicaInfo? Replica,
    GaleraInfo? Galera,
    DateTimeOffset ReadAt)
{
    /// <summary>The content of the file of the binary log's position; null without a binary log.</summary>
    public BinlogInfo? ToBinlogInfo() =>
        BinaryLog is { } log ? new BinlogInfo(log.File, log.Position, GtidCurrentPosition) : null;
}
