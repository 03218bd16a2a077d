using System.Text.RegularExpressions;
using Understudy.Formats.Manifest;

namespace Understudy.Cli.Faces.MariaDbBackup.Output;

/// <summary>The lines about positions of replication, as scripts look for them.</summary>
internal static partial class PositionLines
{
    /// <summary>Makes the lines that a backup has.</summary>
    /// <param name="point">Its positions.</param>
    /// <param name="replicaWanted">Whether a replica's were asked for.</param>
    internal static IEnumerable<string> Make(ManifestBackupPoint point, bool replicaWanted)
    {
        if (point.ReplicaStatements.Count > 0)
        {
            yield return "MySQL slave binlog position: " + string.Join("; ", point.ReplicaStatements.Select(Describe));
        }
        else if (replicaWanted)
        {
            yield return "Failed to get master binlog coordinates from SHOW SLAVE STATUS."
                + "This means that the server is not a replication slave. Ignoring the --slave-info option";
        }

        if (point.BinaryLog is { } log)
        {
            yield return $"MySQL binlog position: filename '{log.File}', position '{log.Position}', GTID of the last change '{log.Gtid}'";
        }
    }

    // Of "CHANGE MASTER 'name' TO MASTER_LOG_FILE='f', MASTER_LOG_POS=n;" and its kin.
    private static string Describe(string statement)
    {
        if (ByPosition().Match(statement) is { Success: true } place)
        {
            return $"master '{place.Groups["name"]}' filename '{place.Groups["file"]}' position '{place.Groups["position"]}'";
        }

        if (ByGtid().Match(statement) is { Success: true } gtid)
        {
            return $"master '{gtid.Groups["name"]}' master_use_gtid = slave_pos";
        }

        return statement.Replace("SET GLOBAL ", "", StringComparison.Ordinal).Replace(" = ", " ", StringComparison.Ordinal).TrimEnd(';');
    }

    [GeneratedRegex(
        "^CHANGE MASTER ('(?<name>.*)' )?TO MASTER_LOG_FILE='(?<file>.*)', MASTER_LOG_POS=(?<position>[0-9]+);$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByPosition();

    [GeneratedRegex("^CHANGE MASTER ('(?<name>.*)' )?TO master_use_gtid = slave_pos;$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByGtid();
}
