namespace Understudy.Formats.Manifest;

/// <summary>InnoDB's log sequence numbers. LSNs are bytes.</summary>
public sealed record ManifestInnoDb
{
    /// <summary>The checkpoint from which the redo log of the backup starts.</summary>
    public required ulong CheckpointLsn { get; init; }

    /// <summary>Where the records that belong to that checkpoint start.</summary>
    public required ulong CheckpointEndLsn { get; init; }

    /// <summary>The newest checkpoint at the end; an increment on this backup copies pages that are newer.</summary>
    public required ulong LastCheckpointLsn { get; init; }

    /// <summary>The end of the redo log of the backup; equals the LSN of the backup point.</summary>
    public required ulong EndLsn { get; init; }

    /// <summary>Whether the redo log is encrypted.</summary>
    public bool EncryptedLog { get; init; }
}
