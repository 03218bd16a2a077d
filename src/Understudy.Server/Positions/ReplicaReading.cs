using System.Globalization;
using Understudy.Formats.BackupInfo;

namespace Understudy.Server;

/// <summary>One reading of SHOW ALL SLAVES STATUS.</summary>
internal sealed record ReplicaReading(
    string GtidSlavePosition, IReadOnlyList<ReplicaPosition> Positions, bool ApplierRuns)
{
    /// <summary>Whether a second reading can differ in what will be recorded.</summary>
    internal bool MayMove =>
        ApplierRuns && !(GtidSlavePosition.Length > 0 && Positions.All(position => position.UsesGtid));

    internal static ReplicaReading Read(ServerSession session)
    {
        var gtid = session.QueryScalar("SELECT @@gtid_slave_pos") ?? "";
        var rows = session.Query("SHOW ALL SLAVES STATUS");
        var positions = rows.Select(row => new ReplicaPosition(
            row["Connection_name"] ?? "",
            !string.Equals(row["Using_Gtid"], "No", StringComparison.OrdinalIgnoreCase),
            row["Relay_Master_Log_File"] ?? "",
            ulong.Parse(row["Exec_Master_Log_Pos"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture)));
        return new ReplicaReading(gtid, [.. positions], rows.Any(row => row["Slave_SQL_Running"] != "No"));
    }

    internal bool HasSamePositions(ReplicaReading other) =>
        GtidSlavePosition == other.GtidSlavePosition && Positions.SequenceEqual(other.Positions);

    internal ReplicaInfo? ToInfo() => Positions.Count == 0 ? null : new ReplicaInfo(GtidSlavePosition, Positions);
}
