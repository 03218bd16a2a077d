namespace Understudy.Engine.Copying;

/// <summary>
/// Reads a range of a file block by block, into the buffers of a worker. While the caller works on one block, the next is read: so
/// the disk and the processor are busy at the same time.
/// </summary>
internal sealed class BlockReader : IDisposable
{
    private readonly CopyWorker _worker;
    private readonly ReadBlock _read;
    private readonly long _end;
    private long _next;
    private bool _isBehind; // the buffer in use is the worker's second one
    private bool _isReading;

    /// <summary>Reads bytes at an offset of the file.</summary>
    /// <param name="buffer">A whole buffer; it may be filled beyond what is wanted.</param>
    /// <param name="want">Bytes wanted.</param>
    /// <param name="offset">Where in the file.</param>
    /// <returns>Bytes read; fewer than wanted only at the end of the file.</returns>
    internal delegate int ReadBlock(Span<byte> buffer, int want, long offset);

    /// <summary>Reads the bytes from <paramref name="offset"/> up to <paramref name="end"/>, or to the end of the file.</summary>
    internal BlockReader(CopyWorker worker, long offset, long end, ReadBlock read)
    {
        _worker = worker;
        _read = read;
        _next = offset;
        _end = end;
    }

    /// <summary>The whole buffer that the block is at the beginning of.</summary>
    internal Span<byte> Buffer => BufferOf(_isBehind);

    /// <summary>The block.</summary>
    internal Span<byte> Block => Buffer[..Length];

    /// <summary>The bytes in the block.</summary>
    internal int Length { get; private set; }

    /// <summary>Where in the file the block is.</summary>
    internal long Offset { get; private set; }

    /// <summary>Whether the file ended before the range did. Known when there are no more blocks.</summary>
    internal bool IsShort { get; private set; }

    /// <summary>Goes to the next block, which may be empty when the file has become shorter.</summary>
    /// <returns>False when there is none.</returns>
    internal bool Next()
    {
        if (IsShort || _next >= _end)
        {
            return false;
        }

        var want = Want;
        Offset = _next;
        if (_isReading)
        {
            _isReading = false;
            _isBehind = !_isBehind;
            Length = _worker.Ahead.Wait();
        }
        else
        {
            Length = _read(Buffer, want, Offset);
        }

        _next += Length;
        IsShort = Length < want;
        if (!IsShort && _next < _end)
        {
            var (offset, ahead, isBehind) = (_next, Want, !_isBehind);
            _worker.Ahead.Start(() => _read(BufferOf(isBehind), ahead, offset));
            _isReading = true;
        }

        return true;
    }

    public void Dispose()
    {
        if (_isReading)
        {
            _worker.Ahead.Abandon();
        }
    }

    private int Want => (int)Math.Min(CopyWorker.BlockBytes, _end - _next);

    private Span<byte> BufferOf(bool isBehind) => isBehind ? _worker.SecondBuffer : _worker.Buffer;
}
