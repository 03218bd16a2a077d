using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Copying;

/// <summary>What one copying thread owns: buffers and a hash. The memory of a backup is this times the number of workers.</summary>
internal sealed class CopyWorker : IDisposable
{
    /// <summary>Bytes read and written at once.</summary>
    internal const int BlockBytes = 4 << 20;

    private readonly AlignedBuffer _buffer = new(BlockBytes);
    private readonly Lazy<AlignedBuffer> _second = new(() => new AlignedBuffer(BlockBytes));
    private readonly Lazy<RangeHasher> _xxh64 = new(() => new RangeHasher(HashKind.Xxh64));
    private readonly Lazy<RangeHasher> _sha256 = new(() => new RangeHasher(HashKind.Sha256));
    private readonly Lazy<ReadAhead> _ahead = new(() => new ReadAhead());

    internal Span<byte> Buffer => _buffer.Span;

    /// <summary>What is read into while <see cref="Buffer"/> is worked on, and the other way round. Made when first asked for.</summary>
    internal Span<byte> SecondBuffer => _second.Value.Span;

    /// <summary>The thread's hasher of a kind; it is always between two files when it is asked for anew.</summary>
    internal RangeHasher HasherOf(HashKind kind) => (kind == HashKind.Sha256 ? _sha256 : _xxh64).Value;

    /// <summary>The thread that reads for this one.</summary>
    internal ReadAhead Ahead => _ahead.Value;

    public void Dispose()
    {
        if (_ahead.IsValueCreated)
        {
            Ahead.Dispose();
        }

        if (_second.IsValueCreated)
        {
            _second.Value.Dispose();
        }

        _buffer.Dispose();
        foreach (var hasher in new[] { _xxh64, _sha256 }.Where(hasher => hasher.IsValueCreated))
        {
            hasher.Value.Dispose();
        }
    }
}
