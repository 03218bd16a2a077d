namespace Understudy.Server;

/// <summary>What a backup is going to do that needs privileges beyond the stages.</summary>
public sealed record BackupNeeds
{
    /// <summary>Whether anything is locked; without locks, less is asked of the server.</summary>
    public bool Locks { get; init; } = true;

    /// <summary>Whether the position of the binary log is read; set it when <c>log_bin</c> is on.</summary>
    public bool BinaryLogPosition { get; init; }

    /// <summary>Whether the state of replication is read.</summary>
    public bool ReplicaPositions { get; init; }

    /// <summary>Whether MyRocks makes a checkpoint; set it when the engine is active.</summary>
    public bool RocksDbCheckpoint { get; init; }

    /// <summary>Whether statements of others are ended.</summary>
    public bool KillQueries { get; init; }

    /// <summary>Whether replication is stopped for the backup.</summary>
    public bool StopReplication { get; init; }
}
