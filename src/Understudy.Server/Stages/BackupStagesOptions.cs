namespace Understudy.Server;

/// <summary>How patient the walk through the stages is.</summary>
public sealed record BackupStagesOptions
{
    /// <summary>What the stages take in the server.</summary>
    public StageLocking Locking { get; init; }

    /// <summary>
    /// How long to wait for a stage in all. BLOCK_DDL has two locks to wait for, so it may take one try longer.
    /// </summary>
    public TimeSpan LockWaitTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the first try waits in the server, in whole seconds. What waits behind a pending stage runs on between
    /// the tries; each try is twice as long as the one before, so that a stream of newcomers cannot starve the stage.
    /// </summary>
    public TimeSpan FirstTry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest try.</summary>
    public TimeSpan LongestTry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two tries.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The longest time from the request of the first stage that blocks others to the end; when it is over, everything is
    /// released. Infinite by default.
    /// </summary>
    public TimeSpan LockTimeMax { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How often the idle connection is asked for a sign of life, and a wait is reported.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Told about a wait once per <see cref="Heartbeat"/>, on a thread of its own; it must be quick and not throw.
    /// </summary>
    public Action<StageWait>? Waiting { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
