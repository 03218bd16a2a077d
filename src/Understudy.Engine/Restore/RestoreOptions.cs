namespace Understudy.Engine.Restore;

/// <summary>What a restore is to do.</summary>
public sealed record RestoreOptions
{
    /// <summary>The backup.</summary>
    public required string BackupDirectory { get; init; }

    /// <summary>The data directory to make; it must be empty or missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Put files that were outside the data directory below it, instead of at the places that they had.
    /// </summary>
    public bool Relocate { get; init; }

    /// <summary>Copying threads, at least 1.</summary>
    public int Parallel { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>The most that is read in a second, in bytes; 0 for no limit.</summary>
    public long ThrottleBytesPerSecond { get; init; }
}
