namespace Understudy.Protocol;

/// <summary>The statements that the simulation knows.</summary>
public enum StatementKind
{
    /// <summary><c>DO 1</c>: nothing.</summary>
    Nothing,

    /// <summary><c>BACKUP STAGE</c>.</summary>
    BackupStage,

    /// <summary><c>BACKUP LOCK</c>.</summary>
    BackupLock,

    /// <summary><c>BACKUP UNLOCK</c>.</summary>
    BackupUnlock,

    /// <summary><c>BEGIN</c>.</summary>
    Begin,

    /// <summary><c>COMMIT</c>.</summary>
    Commit,

    /// <summary><c>ROLLBACK</c>.</summary>
    Rollback,

    /// <summary><c>SELECT</c> from a table.</summary>
    Select,

    /// <summary><c>INSERT</c> of a row.</summary>
    Insert,

    /// <summary><c>LOCK TABLES ... READ</c>.</summary>
    LockTablesRead,

    /// <summary><c>LOCK TABLES ... WRITE</c>.</summary>
    LockTablesWrite,

    /// <summary><c>UNLOCK TABLES</c>.</summary>
    UnlockTables,

    /// <summary><c>FLUSH TABLES WITH READ LOCK</c>.</summary>
    FlushTablesWithReadLock,

    /// <summary><c>TRUNCATE TABLE</c>.</summary>
    Truncate,

    /// <summary><c>ALTER TABLE</c> that changes the definition only.</summary>
    Alter,

    /// <summary><c>CREATE OR REPLACE VIEW</c>, of a view that nothing else uses.</summary>
    CreateView,

    /// <summary>A write to a table of the <c>mysql</c> database.</summary>
    WriteSystemTable,

    /// <summary>
    /// <c>GRANT</c>: a write to the tables of accounts. While it waits, other connections' checks of privileges wait as
    /// well (<see cref="Rules.GrantHoldsUpChecks"/>), which this model does not follow further.
    /// </summary>
    Grant,

    /// <summary><c>SET GLOBAL gtid_slave_pos</c>.</summary>
    SetReplicaPosition,

    /// <summary><c>FLUSH BINARY LOGS</c>.</summary>
    FlushBinaryLogs,
}
