using Understudy.Engine.Prepare.Apply;
using Understudy.Formats;

namespace Understudy.Engine.Prepare;

/// <summary>How memory is shared out.</summary>
/// <param name="TotalBytes">All of it.</param>
/// <param name="Workers">How many threads it is enough for.</param>
/// <param name="BatchBytes">For log records.</param>
/// <param name="BufferBytes">For pages, a worker.</param>
internal readonly record struct PrepareMemory(long TotalBytes, int Workers, long BatchBytes, int BufferBytes)
{
    private const long DefaultMin = 64L << 20;
    private const long DefaultMax = 4L << 30;
    private const int BufferBytesMax = 16 << 20;

    internal static PrepareMemory Share(long? asked, int parallel)
    {
        // A quarter of what is available leaves the page cache, which serves reads and writes, the greater part.
        var total = asked
            ?? Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, DefaultMin, DefaultMax);
        if (total < PrepareOptions.UseMemoryMin)
        {
            throw new FailureException(
                FailureKind.Usage, $"{total} bytes of memory are too few: {PrepareOptions.UseMemoryMin} are the least");
        }

        var workers = (int)Math.Min(parallel, total / 2 / ApplyWorker.BufferBytesMin);
        var buffer = Math.Clamp(total / (8L * workers), ApplyWorker.BufferBytesMin, BufferBytesMax) / 4096 * 4096;
        return new PrepareMemory(total, workers, total - (buffer * workers), (int)buffer);
    }
}
