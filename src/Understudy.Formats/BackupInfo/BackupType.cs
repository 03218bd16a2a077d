namespace Understudy.Formats.BackupInfo;

/// <summary>What <c>backup_type</c> says of a backup directory.</summary>
public enum BackupType
{
    /// <summary><c>full-backuped</c>: a full (or partial) backup, not prepared.</summary>
    Full,

    /// <summary><c>incremental</c>.</summary>
    Incremental,

    /// <summary><c>log-applied</c>: prepared.</summary>
    LogApplied,
}
