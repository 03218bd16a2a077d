namespace Understudy.Engine.Verify;

/// <summary>What is to be verified.</summary>
public sealed record VerifyOptions
{
    /// <summary>The backup; or a full one and its increments, in their order.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>Read only the files that were not verified when they were backed up.</summary>
    public bool UnverifiedOnly { get; init; }

    /// <summary>Reading threads, at least 1.</summary>
    public int Parallel { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>The most that is read in a second, in bytes; 0 for no limit.</summary>
    public long ThrottleBytesPerSecond { get; init; }
}
