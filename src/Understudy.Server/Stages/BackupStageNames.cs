namespace Understudy.Server;

/// <summary>The stages' names in SQL.</summary>
public static class BackupStageNames
{
    /// <summary>The word that follows <c>BACKUP STAGE</c>, such as <c>BLOCK_DDL</c>.</summary>
    public static string SqlName(this BackupStage stage) => stage switch
    {
        BackupStage.Start => "START",
        BackupStage.Flush => "FLUSH",
        BackupStage.BlockDdl => "BLOCK_DDL",
        BackupStage.BlockCommit => "BLOCK_COMMIT",
        BackupStage.End => "END",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "no stage to ask for"),
    };
}
