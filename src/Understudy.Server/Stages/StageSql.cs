namespace Understudy.Server;

/// <summary>The statements that take and free what a stage stands for.</summary>
internal static class StageSql
{
    /// <summary>The statement that reaches a stage; null where there is none to run.</summary>
    internal static string? Enter(StageLocking locking, BackupStage stage) => locking switch
    {
        StageLocking.Stages => $"BACKUP STAGE {stage.SqlName()}",
        StageLocking.ReadLock when stage == BackupStage.BlockCommit => "FLUSH TABLES WITH READ LOCK",
        _ => null,
    };

    /// <summary>The statement that frees everything; where there is nothing to free, one that shows that the connection lives.</summary>
    internal static string End(StageLocking locking) => locking switch
    {
        StageLocking.Stages => "BACKUP STAGE END",
        StageLocking.ReadLock => "UNLOCK TABLES",
        _ => "DO 1",
    };
}
