namespace Understudy.Engine.Streams;

/// <summary>What an extraction is to do.</summary>
public sealed record StreamExtractionOptions
{
    /// <summary>Where files go; must exist.</summary>
    public required string Directory { get; init; }

    /// <summary>Writing threads, at least 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>What to call the stream in messages.</summary>
    public string StreamName { get; init; } = "standard input";

    /// <summary>Told the path of each file that is begun.</summary>
    public Action<string>? FileBegun { get; init; }
}
