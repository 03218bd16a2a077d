namespace Understudy.Server;

/// <summary>What to read as the backup point, and how long to wait for the server.</summary>
public sealed record BackupPointOptions
{
    /// <summary>Whether to read the positions of this replica; needs SLAVE MONITOR.</summary>
    public bool ReplicaPositions { get; init; }

    /// <summary>Whether to read the position of the binary log; needs BINLOG MONITOR.</summary>
    public bool BinaryLog { get; init; } = true;

    /// <summary>
    /// Whether a server that refuses to write its redo log out at once may take its own time for it, which is a second; else it
    /// is an error.
    /// </summary>
    public bool MayLackReload { get; init; }

    /// <summary>
    /// Whether to return only when the redo log is in its file up to the backup point. Who follows the log to that
    /// LSN anyway need not wait for it while commits are blocked.
    /// </summary>
    public bool AwaitFlush { get; init; } = true;

    /// <summary>How long the redo log may take to reach the file.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two looks at the redo log.</summary>
    public TimeSpan FlushPoll { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How far two readings of a replica's position must be apart to count as settled.</summary>
    public TimeSpan ReplicaSettle { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a replica's position may take to settle.</summary>
    public TimeSpan ReplicaSettleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Ends the waits.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
