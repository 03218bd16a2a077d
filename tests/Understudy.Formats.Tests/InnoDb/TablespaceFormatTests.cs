using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class TablespaceFormatTests
{
    [Fact]
    public void FspHeader_TryRead_Fields()
    {
        Assert.True(FspHeader.TryRead(PageZero.Make(0x15, space: 7, sizePages: 640), out var header));
        Assert.Equal(new FspHeader(new SpaceId(7), 640, 64, new TablespaceFlags(0x15)), header);
        Assert.False(FspHeader.TryRead(new byte[FspHeader.Size - 1], out _));
    }

    [Theory]
    [InlineData(0x13u, 1596)]
    [InlineData(0x14u, 3772)]
    [InlineData(0x15u, 10428)]
    [InlineData(0x16u, 20668)]
    [InlineData(0x17u, 41148)]
    [InlineData(0x29u, 5308)]
    [InlineData(0xE5u, 892)]
    public void EncryptionMetadata_AtItsPlace_IsRead(uint flags, int offset)
    {
        var page = PageZero.Make(flags);
        Assert.False(EncryptionMetadata.TryRead(page, new TablespaceFlags(flags), out _));

        PageZero.AddEncryption(page, offset);
        Assert.True(EncryptionMetadata.TryRead(page, new TablespaceFlags(flags), out var metadata));
        Assert.Equal(
            new EncryptionMetadata(
                1, new CipherBlock(0x1011121314151617, 0x18191A1B1C1D1E1F), 1, 7, EncryptionOption.On),
            metadata);
        Assert.False(EncryptionMetadata.TryRead(page.AsSpan(0, offset + 32), new TablespaceFlags(flags), out _));
        var size = new TablespaceFlags(flags).LogicalPageSize;
        Assert.True(TablespaceFormat.TryFromPageZero(page, size, out var format, out _));
        Assert.True(format.IsEncryptedCapable);
    }

    [Theory]
    [InlineData(0, 0x72)] // magic
    [InlineData(6, 2)] // scheme
    [InlineData(7, 15)] // length of the IV
    [InlineData(32, 3)] // option
    public void EncryptionMetadata_OtherBytes_AreNone(int at, byte value)
    {
        var page = PageZero.Make(0x15);
        PageZero.AddEncryption(page, 10428);
        page[10428 + at] = value;
        Assert.False(EncryptionMetadata.TryRead(page, new TablespaceFlags(0x15), out _));
    }

    [Fact]
    public void TryFromPageZero_SchemeZero_IsNotEncryptedCapable()
    {
        var page = PageZero.Make(0x15);
        PageZero.AddEncryption(page, 10428, scheme: 0);
        Assert.True(TablespaceFormat.TryFromPageZero(page, 16384, out var format, out _));
        Assert.False(format.IsEncryptedCapable);
        Assert.Equal((byte)0, format.Encryption!.Value.Scheme);
    }

    [Fact]
    public void TryFromPageZero_Good_SaysAll()
    {
        Assert.True(TablespaceFormat.TryFromPageZero(PageZero.Make(0x29), 16384, out var format, out var whyNot));
        Assert.Null(whyNot);
        Assert.Equal(new SpaceId(5), format.Space);
        Assert.Equal(8192, format.PhysicalPageSize);
        Assert.Equal(16384, format.LogicalPageSize);
        Assert.Equal(65536, format.FileBytesMin);
        Assert.False(format.HasUncheckablePages);
        Assert.Equal(format, new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x29)));
    }

    [Fact]
    public void TryFromPageZero_Bad_SaysWhyNot()
    {
        var good = PageZero.Make(0x15);
        AssertRefused(good.AsSpan(0, 57), "page 0 is cut short: 57 bytes");
        AssertRefused(good.AsSpan(0, 16383), "page 0 is cut short: 16383 of 16384 bytes");
        AssertRefused(new byte[16384], "page 0 is all zero");
        AssertRefused(PageZero.Make(0x13), "the tablespace flags 0x13 say page size 4096, the server has 16384");
        AssertRefused(
            PageZero.Make(0x115, store: false), "the tablespace flags 0x115 are not valid for page size 16384");
        AssertRefused(PageZero.Make(0x15, space: 0xFFFFFFFE), "tablespace id 4294967294 is not one of a stored file");

        var page = PageZero.Make(0x15);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(34), 6);
        AssertRefused(page, "page 0 contradicts itself: tablespace 6 in the page header, 5 behind it");
        page = PageZero.Make(0x15);
        page[7] = 9;
        AssertRefused(page, "the first page has page number 9, expected 0");
    }

    [Fact]
    public void TryFromPageZero_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[], uint, int>((bytes, flags, length) =>
        {
            var page = new byte[(uint)length % 70000];
            bytes.AsSpan(0, Math.Min(bytes.Length, page.Length)).CopyTo(page);
            if (page.Length > 58)
            {
                BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(54), flags & 0x101FF);
            }

            for (var size = 4096; size <= 65536; size *= 2)
            {
                var ok = TablespaceFormat.TryFromPageZero(page, size, out _, out var whyNot);
                if (ok != whyNot is null)
                {
                    return false;
                }
            }

            return !TablespaceFormat.TryFromPageZero(bytes, 1, out _, out _);
        }).QuickCheckThrowOnFailure();

    private static void AssertRefused(ReadOnlySpan<byte> page0, string expected)
    {
        Assert.False(TablespaceFormat.TryFromPageZero(page0, 16384, out _, out var whyNot));
        Assert.Equal(expected, whyNot);
    }
}
