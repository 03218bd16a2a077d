namespace Understudy.Protocol;

/// <summary>How far a connection is in <c>BACKUP STAGE</c>, in the order of the stages.</summary>
public enum Stage
{
    /// <summary>It runs no backup.</summary>
    None,

    /// <summary><c>START</c>.</summary>
    Start,

    /// <summary><c>FLUSH</c>.</summary>
    Flush,

    /// <summary><c>BLOCK_DDL</c>.</summary>
    BlockDdl,

    /// <summary><c>BLOCK_COMMIT</c>.</summary>
    BlockCommit,

    /// <summary><c>END</c>: can be asked for, and leads to <see cref="None"/>.</summary>
    End,
}
