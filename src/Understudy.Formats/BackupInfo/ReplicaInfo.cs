using System.Text;

namespace Understudy.Formats.BackupInfo;

/// <summary>The <c>…_slave_info</c> file: SQL that makes the restored server a replica of the same primary.</summary>
/// <param name="GtidSlavePosition"><c>gtid_slave_pos</c>; may be empty.</param>
/// <param name="Positions">The connections, in the server's order.</param>
public sealed record ReplicaInfo(string GtidSlavePosition, IReadOnlyList<ReplicaPosition> Positions)
{
    /// <summary>
    /// The file, byte for byte as mariadb-backup writes it: a statement a line. Empty without connections.
    /// </summary>
    public string ToText()
    {
        var byGtid = GtidSlavePosition.Length > 0 && Positions.Any(position => position.UsesGtid);
        var text = new StringBuilder();
        if (byGtid)
        {
            text.Append($"SET GLOBAL gtid_slave_pos = '{Escape(GtidSlavePosition)}';\n");
        }

        foreach (var position in Positions)
        {
            text.Append("CHANGE MASTER ");
            if (position.ConnectionName.Length > 0)
            {
                text.Append($"'{Escape(position.ConnectionName)}' ");
            }

            text.Append(byGtid && position.UsesGtid
                ? "TO master_use_gtid = slave_pos;\n"
                : $"TO MASTER_LOG_FILE='{Escape(position.PrimaryLogFile)}', "
                    + $"MASTER_LOG_POS={position.PrimaryLogPosition};\n");
        }

        return text.ToString();
    }

    private static string Escape(string text)
        => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
}
