namespace Understudy.Protocol;

/// <summary>The server's error numbers.</summary>
public static class ProtocolError
{
    /// <summary>The account may not use the database so.</summary>
    public const int DatabaseAccessDenied = 1044;

    /// <summary>The account may not grant.</summary>
    public const int AccessDenied = 1045;

    /// <summary>The table is locked for reading only.</summary>
    public const int TableNotLockedForWrite = 1099;

    /// <summary>The table is not among those of LOCK TABLES.</summary>
    public const int TableNotLocked = 1100;

    /// <summary>The table may not be used.</summary>
    public const int TableAccessDenied = 1142;

    /// <summary>Not in a transaction.</summary>
    public const int NotInTransaction = 1179;

    /// <summary>Not while tables are locked or a transaction is open.</summary>
    public const int LockOrActiveTransaction = 1192;

    /// <summary>A lock was not had in time.</summary>
    public const int LockWaitTimeout = 1205;

    /// <summary>Two connections wait for each other.</summary>
    public const int Deadlock = 1213;

    /// <summary>Not while a read lock is held.</summary>
    public const int ReadLock = 1223;

    /// <summary>A global privilege is missing.</summary>
    public const int PrivilegeMissing = 1227;

    /// <summary>KILL QUERY.</summary>
    public const int Interrupted = 1317;

    /// <summary>The connection was killed.</summary>
    public const int Killed = 1927;

    /// <summary><c>max_statement_time</c> is over.</summary>
    public const int StatementTimeout = 1969;

    /// <summary>Not in a connection that holds a stage.</summary>
    public const int BackupLockIsActive = 4145;

    /// <summary>A stage without START.</summary>
    public const int BackupNotRunning = 4146;

    /// <summary>The current stage or an earlier one.</summary>
    public const int BackupWrongStage = 4147;
}
