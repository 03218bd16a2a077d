namespace Understudy.Engine.Backup;

/// <summary>How the stages of BACKUP STAGE are used.</summary>
public enum StageMode
{
    /// <summary>All five stages: nearly everything is copied while nothing is blocked.</summary>
    Efficient,

    /// <summary>START, BLOCK_COMMIT, END: everything that is not transactional is copied while commits are blocked.</summary>
    Community,
}
