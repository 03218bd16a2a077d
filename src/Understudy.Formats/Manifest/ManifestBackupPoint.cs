namespace Understudy.Formats.Manifest;

/// <summary>The positions at the backup time. The backup plus the binary log from there equals the source.</summary>
public sealed record ManifestBackupPoint
{
    /// <summary>InnoDB's LSN at the backup time; the redo log of the backup reaches exactly to here.</summary>
    public required ulong Lsn { get; init; }

    /// <summary>The position in the binary log, null when it is off.</summary>
    public ManifestBinaryLog? BinaryLog { get; init; }

    /// <summary><c>@@gtid_slave_pos</c>, what a sibling replica starts from; empty when nothing was replicated.</summary>
    public string GtidReplicaPosition { get; init; } = "";

    /// <summary>The statements that make the restored server a sibling of the replica that was backed up.</summary>
    public IReadOnlyList<string> ReplicaStatements { get; init; } = [];

    /// <summary>Galera's state as <c>uuid:seqno domain</c>, null without Galera.</summary>
    public string? GaleraState { get; init; }
}
