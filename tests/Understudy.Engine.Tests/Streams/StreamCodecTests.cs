using FsCheck;
using FsCheck.Fluent;
using Understudy.Native.StreamCompression;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Tests.Streams;

public sealed class StreamCodecTests
{
    public static TheoryData<string> Codecs => ["zstd", "lz4"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void AnyBytes_InAnyPieces_ComeBack(string name)
    {
        var codec = StreamCodec.Find(name)!;
        using var encoder = codec.CreateEncoder(codec.LevelDefault);
        Prop.ForAll<byte[], PositiveInt>((bytes, piece) =>
        {
            var plain = Enumerable.Repeat(bytes, 1 + (piece.Get % 50)).SelectMany(part => part).ToArray();
            var packed = Encode(encoder, plain, piece.Get);
            return Decode(codec, [.. packed, .. packed], piece.Get).AsSpan().SequenceEqual((byte[])[.. plain, .. plain]);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Much_ComesBack_AtEveryLevel(string name)
    {
        var codec = StreamCodec.Find(name)!;
        var plain = new byte[3 << 20];
        new Random(1).NextBytes(plain.AsSpan(0, 1 << 20));
        foreach (var level in new[] { 1, codec.LevelDefault, codec.LevelMax })
        {
            using var encoder = codec.CreateEncoder(level);
            var packed = Encode(encoder, plain, 1 << 20);
            Assert.InRange(packed.Length, 1 << 20, (1 << 20) + (64 << 10));
            Assert.Equal(plain, Decode(codec, packed, 100_000));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void DamagedOrCut_IsTold(string name)
    {
        var codec = StreamCodec.Find(name)!;
        using var encoder = codec.CreateEncoder(codec.LevelDefault);
        encoder.Write("something that is given up"u8, _ => { });
        encoder.Reset();
        var plain = Enumerable.Range(0, 5000).Select(i => (byte)(i * i >> 3)).ToArray();
        var packed = Encode(encoder, plain, 1000);
        for (var i = 0; i < packed.Length; i += 1 + (packed.Length / 300))
        {
            var damaged = (byte[])packed.Clone();
            damaged[i] ^= 0x10;
            Assert.False(Decode(codec, damaged, 777)?.AsSpan().SequenceEqual(plain) == false, $"byte {i}");
            Assert.Null(Decode(codec, packed[..i], 777));
        }
    }

    [Theory]
    [InlineData("zstd", "zstd", 3)]
    [InlineData("lz4", "lz4", 1)]
    [InlineData("zstd:19", "zstd", 19)]
    [InlineData("lz4:12", "lz4", 12)]
    public void Choice_IsRead(string text, string codec, int level) =>
        Assert.Equal((codec, level), (CompressionChoice.Parse(text)?.Codec.Name, CompressionChoice.Parse(text)?.Level ?? 0));

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("zstd:")]
    [InlineData("zstd:0")]
    [InlineData("zstd:20")]
    [InlineData("lz4:13")]
    [InlineData("lz4:1:2")]
    [InlineData("zstd:-1")]
    public void Choice_ThatMakesNoSense_IsNone(string text) => Assert.Null(CompressionChoice.Parse(text));

    private static byte[] Encode(StreamEncoder encoder, byte[] plain, int piece)
    {
        var packed = new List<byte>();
        for (var at = 0; at < plain.Length; at += piece)
        {
            encoder.Write(plain.AsSpan(at, Math.Min(piece, plain.Length - at)), bytes => packed.AddRange(bytes));
        }

        encoder.End(bytes => packed.AddRange(bytes));
        return [.. packed];
    }

    // Null when it is damaged or cut short.
    private static byte[]? Decode(StreamCodec codec, byte[] packed, int piece)
    {
        using var decoder = codec.CreateDecoder();
        var plain = new List<byte>();
        try
        {
            for (var at = 0; at < packed.Length; at += piece)
            {
                decoder.Write(packed.AsSpan(at, Math.Min(piece, packed.Length - at)), bytes => plain.AddRange(bytes));
            }
        }
        catch (StreamCompressionException)
        {
            return null;
        }

        return decoder.IsAtEnd ? [.. plain] : null;
    }
}
