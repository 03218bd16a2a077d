using System.Globalization;

namespace Understudy.Fuzz;

/// <summary>What a run did.</summary>
/// <param name="Iterations">How many inputs were fed.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="MostAllocatedBytes">The most that one input made a reader allocate.</param>
/// <param name="MostAllocatingTarget">That reader.</param>
/// <param name="Failures">The finds; the run ends after a few.</param>
public sealed record FuzzReport(
    long Iterations,
    TimeSpan Elapsed,
    long MostAllocatedBytes,
    string MostAllocatingTarget,
    IReadOnlyList<FuzzFailure> Failures)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Iterations} inputs in {Elapsed.TotalSeconds:F1} s; at most {MostAllocatedBytes} bytes allocated, "
        + $"by {MostAllocatingTarget}; {Failures.Count} failures");
}
