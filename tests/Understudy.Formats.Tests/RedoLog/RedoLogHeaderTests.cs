using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Checksums;
using Understudy.Formats.RedoLog;

namespace Understudy.Formats.Tests.RedoLog;

public sealed class RedoLogHeaderTests
{
    [Fact]
    public void WriteRead_Encrypted_RoundTrip()
    {
        var encryption = new RedoLogEncryption(1, 3, new CipherBlock(0x0102030405060708, 0x090A0B0C0D0E0F10), 0xCAFEBABE);
        foreach (var format in new[] { RedoLogFormat.PhysicalEncrypted, RedoLogFormat.PhysicalEncryptedOld })
        {
            var header = new RedoLogHeader(format, new Lsn(47196), "Backup 11.8.6", encryption);
            var bytes = new byte[RedoLogHeader.Size];
            header.Write(bytes);
            Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(bytes, out var read));
            Assert.Equal(header, read);
            Assert.True(read.Format.IsEncrypted());
            Assert.Equal(
                "00000001" + "00000003" + "0102030405060708090A0B0C0D0E0F10" + "CAFEBABE",
                Convert.ToHexString(bytes.AsSpan(48, 28)));
        }
    }

    [Theory]
    [InlineData(0x50485953u, RedoLogFormat.MariaDb105, "MariaDB 10.5, 10.6 or 10.7")]
    [InlineData(0xD0485953u, RedoLogFormat.MariaDb105, "MariaDB 10.5, 10.6 or 10.7")]
    [InlineData(1u, RedoLogFormat.MariaDb102, "MariaDB 10.2 or MySQL 5.7")]
    [InlineData(0x80000001u, RedoLogFormat.MariaDb102, "MariaDB 10.2 or MySQL 5.7")]
    [InlineData(103u, RedoLogFormat.MariaDb103, "MariaDB 10.3")]
    [InlineData(0x80000068u, RedoLogFormat.MariaDb104, "MariaDB 10.4")]
    public void TryRead_OldFormat_NamesItsServer(uint tag, RedoLogFormat format, string server)
    {
        var bytes = Make(tag, "MariaDB old");
        var status = RedoLogHeader.TryRead(bytes, out var header);
        Assert.Equal(RedoLogHeaderStatus.OldFormat, status);
        Assert.Equal(format, header.Format);
        Assert.False(format.IsSupported());
        Assert.Equal(
            $"the redo log has the old format of {server}; supported is MariaDB 10.8 or later",
            header.Describe(status));
    }

    [Fact]
    public void TryRead_BeforeChecksums_IsOldFormat()
    {
        var bytes = new byte[RedoLogHeader.Size];
        bytes[12] = 1;
        var status = RedoLogHeader.TryRead(bytes, out var header);
        Assert.Equal(RedoLogHeaderStatus.OldFormat, status);
        Assert.Contains("before 10.2.2", header.Describe(status), StringComparison.Ordinal);
        Assert.Equal(RedoLogHeaderStatus.BadChecksum, RedoLogHeader.TryRead(new byte[RedoLogHeader.Size], out _));
    }

    [Fact]
    public void TryRead_UnknownFormat_ShowsCreatorWithoutControlCharacters()
    {
        var status = RedoLogHeader.TryRead(Make(6, "MySQL 8.4\u001b[2J"), out var header);
        Assert.Equal(RedoLogHeaderStatus.UnknownFormat, status);
        Assert.Equal("the redo log has an unknown format, written by \"MySQL 8.4?[2J\"", header.Describe(status));
    }

    [Fact]
    public void TryRead_BadFields()
    {
        Assert.Equal(RedoLogHeaderStatus.TooShort, RedoLogHeader.TryRead(new byte[511], out _));
        Assert.Equal(
            RedoLogHeaderStatus.BadField, RedoLogHeader.TryRead(Make(0x50687973, "MariaDB", first: 12287), out _));
        Assert.Equal(
            RedoLogHeaderStatus.BadField, RedoLogHeader.TryRead(Make(0x50687973, "MariaDB", reserved: 1), out _));
        Assert.Equal(RedoLogHeaderStatus.BadField, RedoLogHeader.TryRead(Make(0x50687973, "MariaDB", keyId: 2), out _));
        Assert.Equal(RedoLogHeaderStatus.BadField, RedoLogHeader.TryRead(Make(0xF09F979D, "MariaDB", keyId: 0), out _));
        Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(Make(0xF09F979D, "MariaDB", keyId: 1), out _));

        // A creator of full length has no final NUL.
        var full = new string('x', 32);
        Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(Make(0x50687973, full), out var header));
        Assert.Equal(full, header.Creator);
    }

    [Fact]
    public void TryRead_AnyBitFlipped_IsNotValid()
    {
        var good = Make(0x50687973, "MariaDB 11.8.6");
        Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(good, out _));
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            good[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(good, out _));
            good[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("MariaDB 11.8.6")]
    [InlineData("Backup é")]
    [InlineData("Backup 01234567890123456789012345")]
    public void Write_CreatorThatServersMisunderstand_Throws(string creator) =>
        Assert.Throws<InvalidOperationException>(
            () => new RedoLogHeader(RedoLogFormat.Physical, new Lsn(12288), creator, default).Write(new byte[512]));

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[], uint>((bytes, tag) =>
        {
            var source = new byte[RedoLogHeader.Size];
            bytes.AsSpan(0, Math.Min(bytes.Length, 500)).CopyTo(source.AsSpan(4));
            BinaryPrimitives.WriteUInt32BigEndian(source, tag % 2 == 0 ? 0x50687973 : tag % 200);
            BinaryPrimitives.WriteUInt32BigEndian(source.AsSpan(508), Crc32C.Compute(source.AsSpan(0, 508)));
            var status = RedoLogHeader.TryRead(source, out var header);
            return header.Describe(status).Length > 0
                && RedoLogHeader.TryRead(bytes, out header) != RedoLogHeaderStatus.Valid
                && header.Creator is not null;
        }).QuickCheckThrowOnFailure();

    private static byte[] Make(uint tag, string creator, ulong first = 12288, uint reserved = 0, uint keyId = 0)
    {
        var bytes = new byte[RedoLogHeader.Size];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, tag);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), reserved);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), first);
        Encoding.ASCII.GetBytes(creator).CopyTo(bytes, 16);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(48), keyId);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(508), Crc32C.Compute(bytes.AsSpan(0, 508)));
        return bytes;
    }
}
