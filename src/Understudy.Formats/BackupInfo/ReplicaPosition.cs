namespace Understudy.Formats.BackupInfo;

/// <summary>Where one connection of a replica stands, as <c>SHOW ALL SLAVES STATUS</c> tells.</summary>
/// <param name="ConnectionName">The name of the connection; empty for the one without a name.</param>
/// <param name="UsesGtid">Whether the connection follows by GTID (<c>Using_Gtid</c> is not <c>No</c>).</param>
/// <param name="PrimaryLogFile"><c>Relay_Master_Log_File</c>.</param>
/// <param name="PrimaryLogPosition"><c>Exec_Master_Log_Pos</c>, in bytes.</param>
public sealed record ReplicaPosition(
    string ConnectionName,
    bool UsesGtid,
    string PrimaryLogFile,
    ulong PrimaryLogPosition);
