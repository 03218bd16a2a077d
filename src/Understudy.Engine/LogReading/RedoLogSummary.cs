using Understudy.Formats;

namespace Understudy.Engine.LogReading;

/// <summary>What a redo log holds.</summary>
public sealed record RedoLogSummary
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The program that made it.</summary>
    public required string Creator { get; init; }

    /// <summary>Whether it is encrypted.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>The LSN of its first byte.</summary>
    public required Lsn First { get; init; }

    /// <summary>How many bytes of log the file can hold.</summary>
    public required ulong CapacityBytes { get; init; }

    /// <summary>The latest checkpoint; what is before it is not read.</summary>
    public required Lsn Checkpoint { get; init; }

    /// <summary>Where the records that belong to the checkpoint stand.</summary>
    public required Lsn CheckpointEnd { get; init; }

    /// <summary>Where the log ends, or the listing was stopped.</summary>
    public required Lsn End { get; init; }

    /// <summary>What stands there: the name of a status.</summary>
    public required string EndReason { get; init; }

    /// <summary>The number of mini-transactions.</summary>
    public required long MiniTransactions { get; init; }

    /// <summary>The number of records by type, greatest first.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Records { get; init; }

    /// <summary>The tablespaces, those with most records first.</summary>
    public required IReadOnlyList<RedoLogTablespace> Tablespaces { get; init; }
}
