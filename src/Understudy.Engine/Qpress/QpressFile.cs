using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.Qpress;
using Understudy.Native.LibC;

namespace Understudy.Engine.Qpress;

/// <summary>Unpacks one <c>.qp</c> file. Its block and packet are in memory, nothing else of it.</summary>
internal sealed class QpressFile(SafeFileHandle source, string path)
{
    // What does not get shorter is stored with its header; so much longer at most are packets of other writers.
    private const int PacketOverheadMax = 4096;

    private long _position;

    /// <summary>Unpacks it into a file that is empty.</summary>
    /// <returns>The length of what it unpacked to.</returns>
    /// <exception cref="FailureException">It is damaged, or no such file.</exception>
    internal long Unpack(SafeFileHandle destination, string destinationPath, CancellationToken cancellation)
    {
        var header = ReadHeader();
        var packet = new byte[header.ChunkBytes + QuickLzPacket.HeaderBytesMax + PacketOverheadMax];
        var plain = new byte[header.ChunkBytes];
        var written = 0L;
        while (ReadBlock() is { } block)
        {
            cancellation.ThrowIfCancellationRequested();
            if (block.Position != (ulong)written)
            {
                throw Damaged($"a block belongs to byte {block.Position}, expected {written}");
            }

            var length = ReadPacket(block, packet, plain);
            PosixFile.WriteFully(destination, plain.AsSpan(0, length), written, destinationPath);
            written += length;
        }

        return written;
    }

    private QpressHeader ReadHeader()
    {
        var buffer = new byte[QpressHeader.HeaderBytesMax];
        var got = PosixFile.ReadFully(source, buffer, 0, path);
        if (!QpressHeader.TryRead(buffer.AsSpan(0, got), out var header, out var whyNot))
        {
            throw Damaged(whyNot);
        }

        _position = header.HeaderBytes;
        return header;
    }

    private QpressBlock? ReadBlock()
    {
        Span<byte> buffer = stackalloc byte[QpressBlock.Size];
        var got = PosixFile.ReadFully(source, buffer, _position, path);
        if (QpressBlock.TryRead(buffer[..got], out var block))
        {
            _position += QpressBlock.Size;
            return block;
        }

        if (!QpressBlock.IsEnd(buffer[..got]))
        {
            throw Damaged("there is neither a block nor the end");
        }

        return got == QpressBlock.EndSize ? null : throw Damaged("it goes on behind its end");
    }

    private int ReadPacket(QpressBlock block, byte[] packet, byte[] plain)
    {
        var got = PosixFile.ReadFully(source, packet.AsSpan(0, QuickLzPacket.HeaderBytesMax), _position, path);
        if (!QuickLzPacket.TryRead(packet.AsSpan(0, got), out var head))
        {
            throw Damaged("there is no packet of QuickLZ level 1");
        }

        if (head.PacketBytes > packet.Length || head.PlainBytes > plain.Length || head.PlainBytes == 0)
        {
            throw Damaged($"a packet has {head.PacketBytes} bytes for {head.PlainBytes}, more than a chunk has");
        }

        var bytes = packet.AsSpan(0, head.PacketBytes);
        if (PosixFile.ReadFully(source, bytes, _position, path) < bytes.Length)
        {
            throw Damaged("it is cut short in a packet");
        }

        var checksum = Adler32.Compute(bytes);
        if (checksum != block.Checksum)
        {
            throw Damaged($"the Adler-32 of a packet is {checksum:x8}, expected {block.Checksum:x8}");
        }

        if (!head.TryUnpack(bytes[head.HeaderBytes..], plain))
        {
            throw Damaged("a packet cannot be unpacked");
        }

        _position += head.PacketBytes;
        return head.PlainBytes;
    }

    private FailureException Damaged(string why) => new(
        FailureKind.Damaged, $"{path} is damaged at byte {_position}: {why}", "bring the file again from where the backup is kept, or use another backup");
}
