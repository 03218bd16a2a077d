namespace Understudy.Formats.Checksums;

/// <summary>Adler-32 as zlib computes it, with seed 1. qpress uses it for its packets. Thread-safe.</summary>
public static class Adler32
{
    private const uint Modulus = 65521;

    // So many bytes cannot make the sums overflow.
    private const int StepBytes = 5552;

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var (low, high) = (1u, 0u);
        while (!data.IsEmpty)
        {
            var step = data[..Math.Min(data.Length, StepBytes)];
            foreach (var value in step)
            {
                low += value;
                high += low;
            }

            low %= Modulus;
            high %= Modulus;
            data = data[step.Length..];
        }

        return (high << 16) | low;
    }
}
