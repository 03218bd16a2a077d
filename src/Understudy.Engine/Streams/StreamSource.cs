using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.XbStream;
using Understudy.Native.LibC;

namespace Understudy.Engine.Streams;

/// <summary>A stream of chunks, read from front to back. Knows where it stands, for messages.</summary>
internal sealed class StreamSource(SafeFileHandle input, string name)
{
    private const int BufferBytes = 64 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private long _chunkAt;

    private long _position;

    /// <summary>Where the last chunk that was read begins.</summary>
    internal long ChunkOffset => _chunkAt;

    /// <summary>Reads the header of the next chunk. All payload of the one before must have been read.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="FailureException">There is no chunk, or only part of one.</exception>
    internal bool TryReadChunk(out XbStreamChunk chunk)
    {
        _chunkAt = _position;
        if (_end - _start < XbStreamChunk.HeaderBytesMax)
        {
            Fill();
        }

        if (_end == _start)
        {
            chunk = default;
            return false;
        }

        var status = XbStreamChunk.TryRead(_buffer.AsSpan(_start, _end - _start), out chunk, out var headerBytes);
        if (status != XbStreamStatus.Complete)
        {
            throw Fault(chunk.Path, Describe(status, chunk));
        }

        Advance(headerBytes);
        return true;
    }

    /// <summary>Reads the next bytes of the payload.</summary>
    /// <exception cref="FailureException">The stream ends before them.</exception>
    internal void ReadPayload(Span<byte> destination, string path)
    {
        var there = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, there).CopyTo(destination);
        Advance(there);
        var rest = destination[there..];
        if (rest.Length == 0)
        {
            return;
        }

        var got = PosixPipe.ReadFully(input, rest, name);
        _position += got;
        if (got < rest.Length)
        {
            throw Fault(path, "the stream ends in the middle of a payload");
        }
    }

    /// <summary>A failure that names the place and the file.</summary>
    internal FailureException Fault(string path, string why, Exception? inner = null) => new(
        FailureKind.Damaged,
        $"{name}: chunk at byte {_chunkAt}{(path.Length == 0 ? "" : $", file {path}")}: {why}",
        "what was extracted is not complete: remove it, and extract the whole stream again into an empty directory",
        inner);

    private static string Describe(XbStreamStatus status, in XbStreamChunk chunk) => status switch
    {
        XbStreamStatus.TooShort => "the stream ends in the middle of a chunk",
        XbStreamStatus.BadMagic => "there is no chunk here: the stream is damaged, or compressed, or is none",
        XbStreamStatus.BadPath => "its path is empty, has more than 511 bytes, a NUL, or is not UTF-8",
        XbStreamStatus.UnknownType => "it is of a type that is not known",
        _ => $"it goes from byte {chunk.Offset} on for {chunk.PayloadBytes} bytes, which no file has",
    };

    private void Advance(int bytes)
    {
        _start += bytes;
        _position += bytes;
    }

    private void Fill()
    {
        if (_isAtEnd)
        {
            return;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);

        var got = PosixPipe.ReadFully(input, _buffer.AsSpan(_end), name);
        _isAtEnd = got < _buffer.Length - _end;
        _end += got;
    }
}
