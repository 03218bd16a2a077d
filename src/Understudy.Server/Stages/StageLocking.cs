namespace Understudy.Server;

/// <summary>What a walk through the stages takes in the server.</summary>
public enum StageLocking
{
    /// <summary><c>BACKUP STAGE</c>.</summary>
    Stages,

    /// <summary><c>FLUSH TABLES WITH READ LOCK</c> for BLOCK_COMMIT, and nothing before.</summary>
    ReadLock,

    /// <summary>Nothing.</summary>
    Nothing,
}
