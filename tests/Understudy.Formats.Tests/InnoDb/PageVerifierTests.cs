using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class PageVerifierTests
{
    private static readonly uint[] FlagsOfAllFormats =
        [0x13, 0x14, 0x15, 0x16, 0x17, 0x35, 0x0, 0x21, 0xC0, 0x1E1, 0x10021, 0x23, 0x25, 0x27, 0x29, 0x2B];

    public static TheoryData<uint> AllFlags() =>
        new(FlagsOfAllFormats);

    [Theory]
    [MemberData(nameof(AllFlags))]
    public void Verify_StoredPage_IsValid_AndItsCorruptionIsFound(uint flags)
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(flags));
        var page = MakePage(format, 77, seed: 1);
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 77));
        Assert.Equal(PageStatus.WrongPageNumber, PageVerifier.Verify(page, format, 78));

        // Legacy files: bytes 26 to 33 are free for use and the tablespace id behind them is not covered.
        // ROW_FORMAT=COMPRESSED: the tablespace id is, but the LSN is not.
        for (var at = 0; at < page.Length; at += at < 64 || at > page.Length - 16 ? 1 : 61)
        {
            var isUncovered = !format.Flags.IsFullCrc32
                && (format.Flags.IsCompressedRowFormat
                    ? at is (>= 16 and < 24) or (>= 26 and < 34)
                    : at is >= 26 and < 38);
            page[at] ^= 0x10;
            Assert.Equal(
                isUncovered ? PageStatus.Valid : PageStatus.Corrupt, PageVerifier.Verify(page, format, 77));
            page[at] ^= 0x10;
        }
    }

    [Theory]
    [MemberData(nameof(AllFlags))]
    public void Verify_TornPage_IsCorrupt(uint flags)
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(flags));
        var before = MakePage(format, 77, seed: 1);
        var after = MakePage(format, 77, seed: 2);
        for (var cut = 512; cut < before.Length; cut += 512)
        {
            var torn = after[..cut].Concat(before[cut..]).ToArray();
            Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(torn, format, 77));
        }
    }

    [Theory]
    [MemberData(nameof(AllFlags))]
    public void Verify_ZeroPage_IsEmpty_AndOneBitIsNot(uint flags)
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(flags));
        var page = new byte[format.PhysicalPageSize];
        Assert.Equal(PageStatus.Empty, PageVerifier.Verify(page, format, 3));
        foreach (var at in new[] { 8, 20, 38, 100, page.Length - 20 })
        {
            page[at] = 1;
            Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, format, 3));
            page[at] = 0;
        }

        page[28] = 1;
        Assert.Equal(
            format.Flags.IsFullCrc32 ? PageStatus.Corrupt : PageStatus.Empty, PageVerifier.Verify(page, format, 3));
    }

    [Fact]
    public void Verify_LegacyEncrypted_PostEncryptionChecksumDecides()
    {
        foreach (var flags in new uint[] { 0x21, 0x29 })
        {
            var plainFormat = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(flags));
            var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(flags), Metadata());
            var page = MakePage(format, 9, seed: 3);
            page[29] = 1;

            // A page that says it is encrypted, whose checksum is that of its plain bytes, was torn or is foreign.
            Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, format, 9));
            BinaryPrimitives.WriteUInt32BigEndian(
                page.AsSpan(30), flags == 0x21 ? PageChecksum.ComputeLegacy(page) : PageChecksum.ComputeZip(page));
            page[0] ^= 0xFF; // the checksum of the plain page is not looked at
            Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 9));
            Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, plainFormat, 9));
            page[500] ^= 1;
            Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, format, 9));
            Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, plainFormat, 9));
        }
    }

    [Fact]
    public void Verify_LegacyRTree_SequenceNumberIsNoKeyVersion()
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x21), Metadata());
        var page = MakePage(format, 9, seed: 3, type: FilPageType.RTree);
        page[29] = 1;
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 9));
    }

    [Fact]
    public void Verify_FullCrc32Packed_ChecksumAtStoredSize()
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x35));
        var page = new byte[16384];
        new Random(4).NextBytes(page.AsSpan(26, 1000));
        BinaryPrimitives.WriteUInt32BigEndian(page, 0);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(4), 12);
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(24), 0x8000 | (1280 / 256));
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(1276), PageChecksum.ComputeFullCrc32(page.AsSpan(0, 1280)));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 12));
        page[1280] = 1; // behind the stored size nothing counts
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 12));
        page[1279] ^= 1;
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, format, 12));

        foreach (var size in new[] { 0, 64, 65, 0x7FFF })
        {
            BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(24), (ushort)(0x8000 | size));
            Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, format, 12));
        }
    }

    [Fact]
    public void Verify_FullCrc32Encrypted_TrailerIsNotCompared()
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x15), Metadata());
        var page = MakePage(format, 12, seed: 4);
        page[16384 - 8] ^= 0xFF;
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(16380), PageChecksum.ComputeFullCrc32(page));
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(page, format, 12));
        page[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(16380), PageChecksum.ComputeFullCrc32(page));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 12));
    }

    [Fact]
    public void Verify_OldChecksums_AreAccepted()
    {
        var format = new TablespaceFormat(new SpaceId(0), new TablespaceFlags(0x0));
        var page = MakePage(format, 12, seed: 5);

        var none = page.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(none, 0xDEADBEEF);
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(none, format, 12));
        BinaryPrimitives.WriteUInt32BigEndian(none.AsSpan(16376), 0xDEADBEEF);
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(none, format, 12));

        var old = page.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(old, OldPageChecksum.ComputeNew(old));
        BinaryPrimitives.WriteUInt32BigEndian(old.AsSpan(16376), OldPageChecksum.ComputeOld(old));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(old, format, 12));
        old[300] ^= 1;
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(old, format, 12));
        old[300] ^= 1;

        // Before the "old" checksum there was the high half of the LSN.
        old.AsSpan(16, 4).CopyTo(old.AsSpan(16376));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(old, format, 12));

        var zipFormat = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x29));
        var zip = MakePage(zipFormat, 12, seed: 6);
        BinaryPrimitives.WriteUInt32BigEndian(zip, OldPageChecksum.ComputeZipAdler32(zip));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(zip, zipFormat, 12));
        zip[300] ^= 1;
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(zip, zipFormat, 12));
    }

    // Adler-32 by its definition: two sums modulo 65521, here begun with 0 instead of 1.
    [Fact]
    public void ComputeZipAdler32_EqualsDefinition()
    {
        var page = new byte[16384];
        Array.Fill(page, (byte)0xFF);
        ulong low = 0;
        ulong high = 0;
        for (var i = 4; i < page.Length; i++)
        {
            if (i is < 16 or (>= 24 and < 26) or >= 34)
            {
                low = (low + page[i]) % 65521;
                high = (high + low) % 65521;
            }
        }

        Assert.Equal((uint)((high << 16) | low), OldPageChecksum.ComputeZipAdler32(page));
    }

    [Theory]
    [InlineData(34354, 26, 40)]
    [InlineData(37401, 40, 42)]
    public void Verify_LegacyPacked_FrameMustBePlausible(ushort type, int algorithmAt, int payloadAt)
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x10021), Metadata());
        Assert.True(format.HasUncheckablePages);
        byte[] Make(int payloadBytes, byte algorithm)
        {
            var packed = new byte[16384];
            new FilPageHeader(
                0xDEADBEEF, new PageNumber(12), PageNumber.None, PageNumber.None, new Lsn(5), (FilPageType)type, 0,
                new SpaceId(5)).Write(packed);
            BinaryPrimitives.WriteUInt16BigEndian(packed.AsSpan(38), (ushort)payloadBytes);
            new Random(7).NextBytes(packed.AsSpan(payloadAt, Math.Clamp(payloadBytes, 0, 16384 - payloadAt)));
            packed[algorithmAt + (type == 34354 ? 7 : 1)] = algorithm;
            if (type == 37401)
            {
                packed[29] = 1;
                BinaryPrimitives.WriteUInt32BigEndian(packed.AsSpan(30), PageChecksum.ComputeLegacy(packed));
            }

            return packed;
        }

        var page = Make(3000, 1);
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 12));
        Assert.Equal(PageStatus.WrongPageNumber, PageVerifier.Verify(page, format, 13));

        // Where no hole could be punched, older bytes stand behind the packed ones.
        page[9000] = 1;
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, 12));
        page[2000] ^= 1;
        Assert.Equal(type == 37401 ? PageStatus.Corrupt : PageStatus.Valid, PageVerifier.Verify(page, format, 12));

        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(Make(0, 1), format, 12));
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(Make(16384 - payloadAt + 1, 1), format, 12));
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(Make(3000, 0), format, 12));
        Assert.Equal(PageStatus.Corrupt, PageVerifier.Verify(Make(3000, 7), format, 12));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(Make(16384 - payloadAt - 8, 6), format, 12));
    }

    [Fact]
    public void Verify_NotAPageLong_Throws()
    {
        var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(0x15));
        Assert.Throws<ArgumentException>(() => PageVerifier.Verify(new byte[16383], format, 0));
        Assert.Throws<ArgumentException>(() => PageVerifier.Verify([], default, 0));
    }

    [Fact]
    public void Verify_AnyBytes_NeverThrowsAndNeverValid()
    {
        Prop.ForAll<byte[], int, ushort>((bytes, seed, type) =>
        {
            foreach (var value in FlagsOfAllFormats)
            {
                foreach (var metadata in new EncryptionMetadata?[] { null, Metadata() })
                {
                    var format = new TablespaceFormat(new SpaceId(5), new TablespaceFlags(value), metadata);
                    var page = new byte[format.PhysicalPageSize];
                    new Random(seed).NextBytes(page);
                    bytes.AsSpan(0, Math.Min(bytes.Length, 30)).CopyTo(page);
                    BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(24), type);
                    if (PageVerifier.Verify(page, format, 7) != PageStatus.Corrupt)
                    {
                        return false;
                    }
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    internal static byte[] MakePage(
        in TablespaceFormat format, uint number, int seed, FilPageType type = FilPageType.Index)
    {
        var page = new byte[format.PhysicalPageSize];
        new Random(seed).NextBytes(page);
        new FilPageHeader(
            0, new PageNumber(number), PageNumber.None, PageNumber.None, new Lsn(0x1122334400 + (ulong)seed), type, 0,
            format.Space).Write(page);
        PageChecksum.Store(page, format);
        return page;
    }

    private static EncryptionMetadata Metadata() => new(1, new CipherBlock(0, 42), 1, 1, EncryptionOption.On);
}
