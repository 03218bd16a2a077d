namespace Understudy.Bench.SideBySide;

/// <summary>What one run of a program took.</summary>
/// <param name="Started">When, as a time stamp of <see cref="System.Diagnostics.Stopwatch"/>: nanoseconds of the monotonic clock.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="CpuSeconds">Processor time of it and of what it started.</param>
/// <param name="PeakBytes">The most memory it had resident.</param>
/// <param name="ReadBytes">Bytes of its reading calls.</param>
/// <param name="WrittenBytes">Bytes of its writing calls.</param>
internal sealed record Measured(long Started, long Ended, double CpuSeconds, long PeakBytes, long ReadBytes, long WrittenBytes)
{
    internal double Seconds => (Ended - Started) / 1e9;
}
