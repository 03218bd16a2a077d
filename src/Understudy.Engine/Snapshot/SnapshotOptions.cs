using Understudy.Server;

namespace Understudy.Engine.Snapshot;

/// <summary>What a snapshot is to do.</summary>
public sealed record SnapshotOptions
{
    /// <summary>How to reach the server.</summary>
    public required ConnectionOptions Connection { get; init; }

    /// <summary>Where the snapshot is to appear; must not exist, or be an empty directory where something is mounted there.</summary>
    public required string TargetDirectory { get; init; }

    /// <summary>What makes the snapshot.</summary>
    public SnapshotProvider Provider { get; init; } = SnapshotProvider.Auto;

    /// <summary>
    /// Hold only START and FLUSH: no commit and no DDL statement waits, there is no position, and what is in the snapshot is what a
    /// crash would have left, for a server's own recovery.
    /// </summary>
    public bool FlushOnly { get; init; }

    /// <summary>The shell command of <see cref="SnapshotProvider.Exec"/>.</summary>
    public string? Command { get; init; }

    /// <summary>The room for changes that a logical volume's snapshot gets, as <c>lvcreate --extents</c> takes it.</summary>
    public string LvmExtents { get; init; } = "20%ORIGIN";

    /// <summary>How long the command that makes the snapshot may take while commits wait; then all is released and the snapshot has failed.</summary>
    public TimeSpan SnapshotTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for each stage that others are in the way of.</summary>
    public TimeSpan LockWaitTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Threads that verify and hash, at least 1.</summary>
    public int Parallel { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Where the server's data directory is seen from here, when that differs from what the server says.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The command line, for the record; without secrets.</summary>
    public string CommandLine { get; init; } = "";
}
