using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.XbStream;

namespace Understudy.Formats.Tests.XbStream;

public sealed class XbStreamChunkTests
{
    private static readonly XbStreamChunk[] Samples =
    [
        new(XbStreamChunkType.Payload, XbStreamFlags.None, "d/t.ibd", 10, 20, 0xDEADBEEF),
        new(XbStreamChunkType.Payload, XbStreamFlags.Rewrite, "ibdata1", 0, long.MaxValue, 1),
        new(XbStreamChunkType.End, XbStreamFlags.None, "a"),
        new(XbStreamChunkType.Seek, XbStreamFlags.None, "aria_log.00000001", Offset: 8192),
        new(XbStreamChunkType.Rename, XbStreamFlags.None, "d/a.MYD", NewPath: "d/b.MYD"),
        new(XbStreamChunkType.Remove, XbStreamFlags.None, "d"),
    ];

    // The bytes that mbstream -c makes of a file "a" that holds "xyz".
    private const string RealStream =
        "584253" + "54434B3031" + "00" + "50" + "01000000" + "61" + "0300000000000000" + "0000000000000000" + "67BA8EEB" + "78797A"
        + "584253" + "54434B3031" + "00" + "45" + "01000000" + "61";

    [Fact]
    public void TryRead_RealStream_IsUnderstood()
    {
        var stream = Convert.FromHexString(RealStream);
        Assert.Equal(XbStreamStatus.Complete, XbStreamChunk.TryRead(stream, out var payload, out var length));
        Assert.Equal(new XbStreamChunk(XbStreamChunkType.Payload, XbStreamFlags.None, "a", 3, 0, 0xEB8EBA67), payload);
        Assert.Equal(0xEB8EBA67, Formats.Checksums.Crc32.Compute("xyz"u8));
        Assert.Equal(XbStreamStatus.Complete, XbStreamChunk.TryRead(stream.AsSpan(length + 3), out var end, out var endLength));
        Assert.Equal(new XbStreamChunk(XbStreamChunkType.End, XbStreamFlags.None, "a"), end);
        Assert.Equal(stream.Length, length + 3 + endLength);
    }

    [Fact]
    public void Write_EveryType_IsReadAgain()
    {
        foreach (var chunk in Samples)
        {
            var bytes = Bytes(chunk);
            Assert.Equal(XbStreamStatus.Complete, XbStreamChunk.TryRead(bytes, out var read, out var length));
            Assert.Equal(chunk, read);
            Assert.Equal(bytes.Length, length);
            for (var cut = 0; cut < bytes.Length; cut++)
            {
                Assert.Equal(XbStreamStatus.TooShort, XbStreamChunk.TryRead(bytes.AsSpan(0, cut), out _, out _));
            }
        }
    }

    [Fact]
    public void Write_AnyPayload_IsReadAgain()
        => Prop.ForAll<NonNegativeInt, NonNegativeInt, uint>((length, offset, checksum) =>
        {
            var chunk = new XbStreamChunk(
                XbStreamChunkType.Payload, XbStreamFlags.None, "d/" + length.Get, length.Get, (long)offset.Get << 20, checksum);
            return XbStreamChunk.TryRead(Bytes(chunk), out var read, out _) == XbStreamStatus.Complete && read == chunk;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => XbStreamChunk.TryRead(bytes, out _, out _));
        foreach (var chunk in Samples)
        {
            ReaderProperties.NeverThrowsNear(Bytes(chunk), bytes => XbStreamChunk.TryRead(bytes, out _, out _));
        }
    }

    [Fact]
    public void TryRead_PathOf512Bytes_IsRefused()
    {
        var bytes = Bytes(new XbStreamChunk(XbStreamChunkType.End, XbStreamFlags.None, new string('p', 511)));
        Assert.Equal(XbStreamStatus.Complete, XbStreamChunk.TryRead(bytes, out _, out _));
        (bytes[10], bytes[11]) = (0, 2);
        Assert.Equal(XbStreamStatus.BadPath, XbStreamChunk.TryRead([.. bytes, (byte)'p'], out _, out _));
        Assert.Throws<FailureException>(() => Bytes(new XbStreamChunk(XbStreamChunkType.End, XbStreamFlags.None, new string('p', 512))));
    }

    [Theory]
    [InlineData(0, 'p', XbStreamStatus.UnknownType)]
    [InlineData(2, 'V', XbStreamStatus.UnknownType)]
    [InlineData(1, 'V', XbStreamStatus.Complete)]
    public void TryRead_UnknownType_IsCompleteOnlyWhenIgnorable(byte flags, char type, XbStreamStatus expected)
    {
        var bytes = Bytes(Samples[0]);
        bytes[8] = flags;
        bytes[9] = (byte)type;
        Assert.Equal(expected, XbStreamChunk.TryRead(bytes, out var chunk, out _));
        Assert.Equal(XbStreamChunkType.Unknown, chunk.Type);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    public void TryRead_PathWithNul_IsRefused(string path) => Assert.Equal(
        XbStreamStatus.BadPath, XbStreamChunk.TryRead(Bytes(new XbStreamChunk(XbStreamChunkType.End, XbStreamFlags.None, path)), out _, out _));

    [Fact]
    public void TryRead_PathThatIsNotUtf8_IsRefused()
    {
        var bytes = Bytes(new XbStreamChunk(XbStreamChunkType.End, XbStreamFlags.None, "abc"));
        bytes[^1] = 0xFF;
        Assert.Equal(XbStreamStatus.BadPath, XbStreamChunk.TryRead(bytes, out _, out _));
    }

    [Theory]
    [InlineData(ulong.MaxValue, 0ul)]
    [InlineData(0ul, ulong.MaxValue)]
    [InlineData(long.MaxValue, 1ul)]
    public void TryRead_LengthsThatNoFileHas_AreRefused(ulong length, ulong offset)
    {
        var bytes = Bytes(Samples[0]);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 20), length);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 12), offset);
        Assert.Equal(XbStreamStatus.BadOffset, XbStreamChunk.TryRead(bytes, out _, out _));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("d/t.ibd", true)]
    [InlineData("d/e/f", true)]
    [InlineData("..a/b..", true)]
    [InlineData("/etc/passwd", false)]
    [InlineData("../x", false)]
    [InlineData("d/../x", false)]
    [InlineData("d/..", false)]
    [InlineData("./x", false)]
    [InlineData("d//x", false)]
    [InlineData("d/", false)]
    [InlineData("", false)]
    public void FindPathFault_OnlyPathsBelow_AreFine(string path, bool isFine) => Assert.Equal(isFine, XbStreamChunk.FindPathFault(path) is null);

    private static byte[] Bytes(in XbStreamChunk chunk)
    {
        var buffer = new byte[XbStreamChunk.HeaderBytesMax];
        return buffer[..chunk.Write(buffer)];
    }
}
