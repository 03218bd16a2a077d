namespace Understudy.Engine.Backup;

/// <summary>How the stages of BACKUP STAGE are used.</summary>
public enum StageMode
{
    /// <summary>All five stages: nearly everything is copied while nothing is blocked.</summary>
    Efficient,

    /// <summary>START, BLOCK_COMMIT, END: everything that is not transactional is copied while commits are blocked.</summary>
    Community,

    /// <summary>
    /// <c>FLUSH TABLES WITH READ LOCK</c> instead of the stages: everything but InnoDB is copied while all writes are blocked.
    /// </summary>
    ReadLock,

    /// <summary>No lock: only InnoDB is of one moment, and DDL near the end makes the backup fail.</summary>
    NoLock,
}
