namespace Understudy.Cli.Output;

/// <summary>Something that happened: a milestone, a warning, a stage, a wait, a sample of the progress, the end.</summary>
internal sealed record EventLine(string Event, DateTimeOffset Time)
{
    public string? Message { get; init; }

    public string? Stage { get; init; }

    public double? WaitedSeconds { get; init; }

    public string? Phase { get; init; }

    public long? BytesDone { get; init; }

    public long? BytesTotal { get; init; }

    public long? FilesDone { get; init; }

    public long? RedoLagBytes { get; init; }

    public long? RedoMarginBytes { get; init; }

    public double? Seconds { get; init; }

    public string? Directory { get; init; }

    public int? UnverifiedFiles { get; init; }

    public IReadOnlyDictionary<string, double>? PhaseSeconds { get; init; }

    public IReadOnlyDictionary<string, double>? WorkSeconds { get; init; }
}
