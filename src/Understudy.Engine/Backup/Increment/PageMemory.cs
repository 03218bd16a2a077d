using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Increment;

/// <summary>Memory of which several threads hold pages. It is lent in chunks, which are used again.</summary>
/// <param name="bytesMax">How much.</param>
internal sealed class PageMemory(long bytesMax) : IDisposable
{
    /// <summary>The length of a chunk, in bytes: any size of page divides it, and the kernel has memory pages of that size.</summary>
    internal const int ChunkBytes = 2 << 20;

    private readonly Lock _lock = new();
    private readonly Stack<AlignedBuffer> _free = [];
    private long _lentBytes;

    /// <summary>Whether nothing is left to be lent at the moment.</summary>
    internal bool IsOut => Interlocked.Read(ref _lentBytes) >= bytesMax;

    /// <summary>Bytes that are lent.</summary>
    internal long LentBytes => Interlocked.Read(ref _lentBytes);

    /// <summary>Lends a chunk; null when nothing is left.</summary>
    internal AlignedBuffer? TryLend()
    {
        lock (_lock)
        {
            return IsOut ? null : Lend();
        }
    }

    /// <summary>Lends a chunk even when nothing is left: the one without which a file cannot be written. A thread has one of them at most.</summary>
    internal AlignedBuffer Lend()
    {
        lock (_lock)
        {
            _lentBytes += ChunkBytes;
            return _free.TryPop(out var chunk) ? chunk : new AlignedBuffer(ChunkBytes);
        }
    }

    /// <summary>Takes a chunk back.</summary>
    internal void Return(AlignedBuffer chunk)
    {
        lock (_lock)
        {
            _lentBytes -= ChunkBytes;
            _free.Push(chunk);
        }
    }

    public void Dispose()
    {
        foreach (var chunk in _free)
        {
            chunk.Dispose();
        }
    }
}
