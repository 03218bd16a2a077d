namespace Understudy.Protocol;

/// <summary>The kinds of lock on a table's name, by the server's names, weakest first.</summary>
public enum TableLock
{
    /// <summary>BACKUP LOCK (<c>SHARED_HIGH_PRIO</c>): only in the way of <see cref="Exclusive"/>.</summary>
    SharedHighPriority,

    /// <summary>Reading.</summary>
    SharedRead,

    /// <summary>Writing.</summary>
    SharedWrite,

    /// <summary>ALTER TABLE while others read and write.</summary>
    SharedUpgradable,

    /// <summary>LOCK TABLES ... READ.</summary>
    SharedReadOnly,

    /// <summary>LOCK TABLES ... WRITE.</summary>
    SharedNoReadWrite,

    /// <summary>DDL.</summary>
    Exclusive,
}
