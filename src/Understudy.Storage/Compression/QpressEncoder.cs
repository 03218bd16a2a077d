using Understudy.Formats.Checksums;
using Understudy.Formats.Qpress;
using Understudy.Native.StreamCompression;

namespace Understudy.Storage.Compression;

/// <summary>Makes <c>.qp</c> files.</summary>
internal sealed class QpressEncoder : StreamEncoder
{
    private readonly QuickLzEncoder _packets = new();
    private readonly byte[] _chunk;
    private readonly byte[] _packet;
    private string _name = "";
    private bool _isBegun;
    private int _used;
    private ulong _position;

    internal QpressEncoder(int chunkBytes)
    {
        _chunk = new byte[chunkBytes];
        _packet = new byte[QpressBlock.Size + QuickLzEncoder.PacketBytesMax(chunkBytes)];
    }

    public override void Begin(string name) => _name = name;

    public override void Write(ReadOnlySpan<byte> source, ByteSink sink)
    {
        WriteHeader(sink);
        while (!source.IsEmpty)
        {
            var part = source[..Math.Min(source.Length, _chunk.Length - _used)];
            part.CopyTo(_chunk.AsSpan(_used));
            _used += part.Length;
            source = source[part.Length..];
            if (_used == _chunk.Length)
            {
                WriteBlock(sink);
            }
        }
    }

    public override void End(ByteSink sink)
    {
        WriteHeader(sink);
        if (_used > 0)
        {
            WriteBlock(sink);
        }

        Span<byte> end = stackalloc byte[QpressBlock.EndSize];
        QpressBlock.WriteEnd(end);
        sink(end);
        Reset();
    }

    public override void Reset() => (_isBegun, _used, _position) = (false, 0, 0);

    public override void Dispose()
    {
        // It holds nothing but memory.
    }

    private void WriteHeader(ByteSink sink)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            sink(QpressHeader.Make(_chunk.Length, _name));
        }
    }

    private void WriteBlock(ByteSink sink)
    {
        var length = _packets.Encode(_chunk.AsSpan(0, _used), _packet.AsSpan(QpressBlock.Size));
        new QpressBlock(_position, Adler32.Compute(_packet.AsSpan(QpressBlock.Size, length))).Write(_packet);
        sink(_packet.AsSpan(0, QpressBlock.Size + length));
        _position += (ulong)_used;
        _used = 0;
    }
}
