using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Checksums;
using Understudy.Formats.Qpress;

namespace Understudy.Formats.Tests.Qpress;

public sealed class QpressTests
{
    public static TheoryData<string, string> RealFiles => new()
    {
        { "db.opt.qp", "e84c71f69911a10850b83485d67753145747e269ae81897169c79489908965d2" },
        { "user.frm.qp", "0bc9031e7d5ed0fdf7af07e02d7a4bb931aa3eba81e3c73847814cfb3f5a370b" },
        { "transaction_registry.ibd.qp", "de15cf17a6c15498b38c6aa490a57749e895725214c566259164cd818dd68ef1" },
    };

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void RealFile_Unpacks(string name, string sha256)
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "Qpress", name));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Unpack(file))));
    }

    [Fact]
    public void AnyBytes_PackedByAnEncoder_UnpackToTheSame()
        => Prop.ForAll<byte[], byte>((bytes, alphabet) =>
        {
            // Few different bytes, and many of them, make matches of all lengths.
            var plain = Enumerable.Repeat(bytes, 1 + (alphabet % 40)).SelectMany(part => part).Select(b => (byte)(b % (1 + (alphabet % 7)))).ToArray();
            return plain.Length == 0 || Unpack(Pack(plain), plain.Length).AsSpan().SequenceEqual(plain);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LongRuns_Unpack()
    {
        foreach (var length in new[] { 1, 10, 11, 12, 300, 65536 })
        {
            var plain = new byte[length];
            var packet = Pack(plain);
            Assert.Equal(plain, Unpack(packet, length));
            Assert.True(packet.Length < 40 + (length / 40));
        }
    }

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void RealFile_PackedAnew_UnpacksAndIsAboutAsLong(string name, string sha256)
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "Qpress", name));
        var plain = Unpack(file);
        var packets = plain.Chunk(65536).Select(Pack).ToArray();
        var again = packets.Zip(plain.Chunk(65536), (packet, chunk) => Unpack(packet, chunk.Length)).SelectMany(chunk => chunk).ToArray();
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(again)));
        Assert.InRange(packets.Sum(packet => packet.Length), 0, file.Length + (file.Length / 10));
    }

    [Fact]
    public void RandomBytes_AreStored()
    {
        var plain = new byte[5000];
        new System.Random(1).NextBytes(plain);
        var packet = Pack(plain);
        Assert.Equal(plain.Length + QuickLzPacket.HeaderBytesMax, packet.Length);
        Assert.Equal(plain, Unpack(packet, plain.Length));
    }

    [Fact]
    public void HeaderAndBlock_AreReadAsWritten()
    {
        byte[] file = [.. QpressHeader.Make(65536, "t.ibd"), 7];
        Assert.True(QpressHeader.TryRead(file, out var header, out _));
        Assert.Equal(new QpressHeader(65536, file.Length - 1), header);
        var bytes = new byte[QpressBlock.Size];
        new QpressBlock(1UL << 40, 5).Write(bytes);
        Assert.True(QpressBlock.TryRead(bytes, out var block));
        Assert.Equal(new QpressBlock(1UL << 40, 5), block);
        QpressBlock.WriteEnd(bytes);
        Assert.True(QpressBlock.IsEnd(bytes));
        Assert.False(QpressBlock.TryRead(bytes, out _));
    }

    [Fact]
    public void AnyPacket_NeverThrows()
    {
        ReaderProperties.NeverThrows(TryUnpack);
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(i => $"line {i % 7} and {i};")));
        ReaderProperties.NeverThrowsNear(Pack(text), TryUnpack);
        ReaderProperties.NeverThrowsNear(Pack([.. Enumerable.Range(0, 256).Select(i => (byte)i)]), TryUnpack);
    }

    [Fact]
    public void AnyHeader_NeverThrows()
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "Qpress", "db.opt.qp"));
        ReaderProperties.NeverThrowsNear(file, bytes =>
        {
            _ = QpressHeader.TryRead(bytes, out _, out _);
            _ = QpressBlock.TryRead(bytes, out _);
            _ = QpressBlock.IsEnd(bytes);
        });
        ReaderProperties.NeverThrows(bytes => QpressHeader.TryRead([.. "qpress10"u8, .. bytes], out _, out _));
    }

    [Theory]
    [InlineData("", 1u)]
    [InlineData("Wikipedia", 0x11E60398u)]
    public void Adler32_OfKnownText_IsAsPublished(string text, uint expected) =>
        Assert.Equal(expected, Adler32.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Adler32_OfMuch_DoesNotOverflow()
    {
        var bytes = new byte[100_000];
        Array.Fill(bytes, (byte)0xFF);
        var (low, high) = (1ul, 0ul);
        foreach (var b in bytes)
        {
            low = (low + b) % 65521;
            high = (high + low) % 65521;
        }

        Assert.Equal((uint)((high << 16) | low), Adler32.Compute(bytes));
    }

    private static byte[] Pack(byte[] plain)
    {
        var packet = new byte[QuickLzEncoder.PacketBytesMax(plain.Length)];
        return packet[..new QuickLzEncoder().Encode(plain, packet)];
    }

    private static byte[] Unpack(byte[] file)
    {
        Assert.True(QpressHeader.TryRead(file, out var header, out var whyNot), whyNot);
        var plain = new List<byte>();
        var at = header.HeaderBytes;
        while (QpressBlock.TryRead(file.AsSpan(at), out var block))
        {
            at += QpressBlock.Size;
            Assert.Equal((ulong)plain.Count, block.Position);
            Assert.True(QuickLzPacket.TryRead(file.AsSpan(at), out var packet));
            Assert.Equal(block.Checksum, Adler32.Compute(file.AsSpan(at, packet.PacketBytes)));
            plain.AddRange(Unpack(file.AsSpan(at, packet.PacketBytes), packet.PlainBytes));
            at += packet.PacketBytes;
        }

        Assert.True(QpressBlock.IsEnd(file.AsSpan(at)));
        Assert.Equal(file.Length, at + QpressBlock.EndSize);
        return [.. plain];
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packet, int length)
    {
        Assert.True(QuickLzPacket.TryRead(packet, out var head));
        Assert.Equal(length, head.PlainBytes);
        var plain = new byte[length];
        Assert.True(head.TryUnpack(packet[head.HeaderBytes..], plain));
        return plain;
    }

    private static void TryUnpack(byte[] bytes)
    {
        if (QuickLzPacket.TryRead(bytes, out var head) && head.PlainBytes <= 1 << 20)
        {
            _ = head.TryUnpack(bytes.AsSpan(Math.Min(head.HeaderBytes, bytes.Length)), new byte[head.PlainBytes]);
        }
    }
}
