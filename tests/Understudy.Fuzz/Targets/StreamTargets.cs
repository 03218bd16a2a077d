using Understudy.Formats.XbStream;

namespace Understudy.Fuzz.Targets;

/// <summary>Readers of what comes through pipes.</summary>
internal static class StreamTargets
{
    public static IEnumerable<FuzzTarget> Make()
    {
        yield return new FuzzTarget("xbstream-chunk", 2048, [.. Chunks().Select(Bytes)], ReadChunks);
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
