namespace Understudy.Protocol;

/// <summary>
/// The kinds of lock on the one backup lock of a server, by the names that its table METADATA_LOCK_INFO shows after
/// <c>MDL_BACKUP_</c>.
/// </summary>
public enum Ticket
{
    /// <summary>A statement that writes a non-transactional table.</summary>
    Dml,

    /// <summary>A statement that writes a transactional table.</summary>
    TransDml,

    /// <summary>A statement that writes a table of the <c>mysql</c> database.</summary>
    SysDml,

    /// <summary>DDL, and LOCK TABLES ... WRITE for as long as it lasts.</summary>
    Ddl,

    /// <summary>ALTER TABLE between its start and its end.</summary>
    AlterCopy,

    /// <summary>A commit of changes.</summary>
    Commit,

    /// <summary>START while it is being entered.</summary>
    BlockDdl,

    /// <summary>Stage START.</summary>
    Start,

    /// <summary>Stage FLUSH.</summary>
    Flush,

    /// <summary>BLOCK_DDL half way: the writers are gone.</summary>
    WaitFlush,

    /// <summary>Stage BLOCK_DDL.</summary>
    WaitDdl,

    /// <summary>Stage BLOCK_COMMIT.</summary>
    WaitCommit,

    /// <summary>FLUSH TABLES WITH READ LOCK before it has stopped commits.</summary>
    ReadLock1,

    /// <summary>FLUSH TABLES WITH READ LOCK.</summary>
    ReadLock2,
}
