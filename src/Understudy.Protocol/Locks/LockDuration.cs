namespace Understudy.Protocol;

/// <summary>How long a lock is kept.</summary>
public enum LockDuration
{
    /// <summary>To the end of the statement.</summary>
    Statement,

    /// <summary>To the end of the transaction; without one, of the statement.</summary>
    Transaction,

    /// <summary>To UNLOCK TABLES.</summary>
    LockTables,

    /// <summary>To UNLOCK TABLES, beside any LOCK TABLES.</summary>
    ReadLock,

    /// <summary>To BACKUP UNLOCK.</summary>
    BackupLock,

    /// <summary>To BACKUP STAGE END.</summary>
    Stage,
}
