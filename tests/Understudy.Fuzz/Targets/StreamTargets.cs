using Understudy.Formats.Qpress;
using Understudy.Formats.XbStream;

namespace Understudy.Fuzz.Targets;

/// <summary>Readers of what comes through pipes.</summary>
internal static class StreamTargets
{
    public static IEnumerable<FuzzTarget> Make()
    {
        yield return new FuzzTarget("xbstream-chunk", 2048, [.. Chunks().Select(Bytes)], ReadChunks);
        yield return new FuzzTarget("quicklz-packet", 2048, [Stored(), Compressed()], Unpack);
        yield return new FuzzTarget("qpress-header", 4200, [[.. "qpress10"u8, 0, 0, 1, 0, 0, 0, 0, 0, .. "F\u0001\0\0\0a\0NEWBNEWB"u8, .. new byte[12]]], ReadQpress);
    }

    private static byte[] Stored() => [0x44, 6, 3, 1, 2, 3];

    // 12 zeros: three literals, a match of five, the end.
    private static byte[] Compressed() => [0x45, 16, 12, 0x08, 0, 0, 0x80, 0, 0, 0, 0x03, 0, 0, 0, 0, 0];

    private static void Unpack(byte[] bytes)
    {
        if (QuickLzPacket.TryRead(bytes, out var packet) && packet.PlainBytes <= 1 << 16)
        {
            Touch.All(packet.TryUnpack(bytes.AsSpan(Math.Min(packet.HeaderBytes, bytes.Length)), new byte[packet.PlainBytes]), packet);
        }
    }

    private static void ReadQpress(byte[] bytes)
    {
        Touch.All(QpressHeader.TryRead(bytes, out var header, out var whyNot), header);
        Touch.All(true, whyNot);
        Touch.All(QpressBlock.TryRead(bytes.AsSpan(Math.Min(header.HeaderBytes, bytes.Length)), out var block), block);
        Touch.All(true, QpressBlock.IsEnd(bytes));
    }

    private static XbStreamChunk[] Chunks() =>
    [
        new(XbStreamChunkType.Payload, XbStreamFlags.None, "d/t.ibd", 3, 0, 0xEB8EBA67),
        new(XbStreamChunkType.Seek, XbStreamFlags.None, "aria_log.00000001", Offset: 8192),
        new(XbStreamChunkType.Rename, XbStreamFlags.Rewrite, "d/a.MYD", NewPath: "d/b.MYD"),
        new(XbStreamChunkType.Remove, XbStreamFlags.Ignorable, "d"),
        new(XbStreamChunkType.End, XbStreamFlags.None, "a"),
    ];

    private static byte[] Bytes(XbStreamChunk chunk)
    {
        var buffer = new byte[XbStreamChunk.HeaderBytesMax];
        return buffer[..chunk.Write(buffer)];
    }

    private static void ReadChunks(byte[] bytes)
    {
        var rest = bytes.AsSpan();
        while (XbStreamChunk.TryRead(rest, out var chunk, out var length) == XbStreamStatus.Complete)
        {
            Touch.All(true, chunk);
            Touch.All(true, XbStreamChunk.FindPathFault(chunk.Path));
            if (length <= 0 || length > rest.Length || chunk.PayloadBytes < 0 || chunk.Offset + chunk.PayloadBytes < 0)
            {
                throw new InvalidOperationException($"a chunk {chunk} of {rest.Length} bytes");
            }

            rest = rest[length..];
        }
    }
}
