namespace Understudy.Engine.Backup;

/// <summary>What a backup does beyond its own ways when it stands in for mariadb-backup.</summary>
public sealed record DropInOptions
{
    /// <summary>The name of the program in the info file: what it was called by.</summary>
    public required string ToolName { get; init; }

    /// <summary>A directory for one more copy of the checkpoints and info files; null for none.</summary>
    public string? ExtraMetadataDirectory { get; init; }

    /// <summary>The name of this backup in the server's history table, may be empty; null writes no history.</summary>
    public string? HistoryName { get; init; }

    /// <summary>Whether the file with the position of the binary log is written.</summary>
    public bool BinlogInfo { get; init; } = true;

    /// <summary>
    /// Whether the node's position in a cluster is written, and with a binary log the newest file of it, after a rotation, and the
    /// list of buffered pages.
    /// </summary>
    public bool GaleraInfo { get; init; }

    /// <summary>Whether the account's privileges are checked before anything is done.</summary>
    public bool CheckPrivileges { get; init; } = true;

    /// <summary>Whether the server is asked for a checkpoint first.</summary>
    public bool CheckpointFirst { get; init; }

    /// <summary>Whether encrypted pages are decrypted to be verified, as far as the server's keys can be had.</summary>
    public bool ExtendedValidation { get; init; }

    /// <summary>Whether MyRocks is backed up.</summary>
    public bool RocksDb { get; init; } = true;
}
