using System.Buffers.Binary;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Prepare.Apply;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Tests.Backup;

/// <summary>Encrypted pages of the format before full_crc32, whose outer checksum is right.</summary>
public sealed class DecryptedPageCheckTests
{
    private const uint Number = 4;
    private static readonly TablespaceFormat Format =
        new(new SpaceId(5), new TablespaceFlags(0), new EncryptionMetadata(1, new CipherBlock(0, 12345), 1, 1, EncryptionOption.On));

    [Fact]
    public void IsWhole_OfAPageAsTheServerWritesIt_IsTrue() => Assert.True(IsWhole(MakePage(), EncryptionKeys.OfDebugPlugin));

    [Fact]
    public void IsWhole_OfOtherBytesUnderARightOuterChecksum_IsFalse()
    {
        var page = MakePage();
        page[5000] ^= 1;
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, Format, Number));
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(30), PageChecksum.ComputeLegacy(page));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, Format, Number));

        Assert.False(IsWhole(page, EncryptionKeys.OfDebugPlugin));
    }

    [Fact]
    public void IsWhole_WithoutTheKey_CannotTell() => Assert.True(IsWhole(MakePage(), EncryptionKeys.None));

    private static bool IsWhole(byte[] page, EncryptionKeys keys)
    {
        using var check = new DecryptedPageCheck(Format, keys);
        var before = page.ToArray();
        var isWhole = check.IsWhole(page, Number);
        Assert.Equal(before, page);
        return isWhole;
    }

    private static byte[] MakePage()
    {
        var page = new byte[Format.PhysicalPageSize];
        new FilPageHeader(0, new PageNumber(Number), PageNumber.None, PageNumber.None, new Lsn(99), FilPageType.Index, 0, Format.Space).Write(page);
        Array.Fill(page, (byte)7, 100, 1000);
        using var transform = new PageTransform(Format, EncryptionKeys.OfDebugPlugin, LibraryCodecs.Instance);
        Assert.Equal(page.Length, transform.Encode(page, new PageNumber(Number), StoredPageForm.None));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, Format, Number));
        return page;
    }
}
