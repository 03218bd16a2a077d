namespace Understudy.Server;

/// <summary>
/// The kinds of lock on the server's one backup lock object, and which of them a stage waits for. The names are those
/// of METADATA_LOCK_INFO; performance_schema leaves out the <c>MDL_</c>.
/// </summary>
internal static class BackupTicket
{
    private static readonly string[] OtherBackup =
        ["BLOCK_DDL", "START", "FLUSH", "WAIT_FLUSH", "WAIT_DDL", "WAIT_COMMIT"];

    private static readonly string[] InTheWayOfBlockDdl = ["DML", "DDL"];

    private static readonly string[] InTheWayOfBlockCommit = ["DML", "SYS_DML", "DDL", "COMMIT"];

    private static readonly string[] InTheWayOfReadLock = ["DML", "TRANS_DML", "SYS_DML", "DDL", "ALTER_COPY", "COMMIT"];

    private static readonly string[] InTheWayOfStart = [.. OtherBackup, "DDL"];

    /// <summary>The kinds that a stage waits for, without any prefix.</summary>
    internal static string[] InTheWayOf(BackupStage stage, StageLocking locking) => stage switch
    {
        _ when locking == StageLocking.Nothing => [],
        _ when locking == StageLocking.ReadLock => InTheWayOfReadLock,
        BackupStage.Start => InTheWayOfStart,
        BackupStage.BlockDdl => InTheWayOfBlockDdl,
        BackupStage.BlockCommit => InTheWayOfBlockCommit,
        _ => [],
    };

    /// <summary>What the holder of a kind does, as the end of a sentence that begins with the holder.</summary>
    internal static string Explain(string kind) => kind switch
    {
        "BLOCK_DDL" => "holds a BACKUP STAGE",
        "START" or "FLUSH" => $"holds BACKUP STAGE {kind}",
        "WAIT_FLUSH" => "holds a BACKUP STAGE and waits for BLOCK_DDL",
        "WAIT_DDL" => "holds BACKUP STAGE BLOCK_DDL",
        "WAIT_COMMIT" => "holds BACKUP STAGE BLOCK_COMMIT",
        "DML" => "writes to a non-transactional table",
        "TRANS_DML" => "writes",
        "ALTER_COPY" => "runs ALTER TABLE",
        "SYS_DML" => "writes to a system table",
        "DDL" => "runs DDL or holds LOCK TABLES ... WRITE",
        "COMMIT" => "is committing",
        _ => $"holds the backup lock ({kind})",
    };
}
