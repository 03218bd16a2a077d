namespace Understudy.Server;

/// <summary>The stages of <c>BACKUP STAGE</c>, in their order.</summary>
public enum BackupStage
{
    /// <summary>No backup runs in the connection.</summary>
    None,

    /// <summary>The server logs DDL and keeps Aria's log files; nothing is blocked but another backup.</summary>
    Start,

    /// <summary>Writes to non-transactional tables and to MyRocks wait; idle tables are closed.</summary>
    Flush,

    /// <summary>DDL waits as well; running non-transactional writers are done.</summary>
    BlockDdl,

    /// <summary>Commits and the binary log wait as well.</summary>
    BlockCommit,

    /// <summary>Everything is free again.</summary>
    End,
}
