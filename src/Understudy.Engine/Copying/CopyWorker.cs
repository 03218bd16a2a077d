using Understudy.Native.LibC;

namespace Understudy.Engine.Copying;

/// <summary>What one copying thread owns: a buffer and a hash. The memory of a backup is this times the number of workers.</summary>
internal sealed class CopyWorker : IDisposable
{
    /// <summary>Bytes read and written at once.</summary>
    internal const int BlockBytes = 4 << 20;

    private readonly AlignedBuffer _buffer = new(BlockBytes);

    internal Span<byte> Buffer => _buffer.Span;

    internal RangeHasher Hasher { get; } = new();

    public void Dispose()
    {
        _buffer.Dispose();
        Hasher.Dispose();
    }
}
