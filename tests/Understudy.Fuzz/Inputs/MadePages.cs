using System.Buffers.Binary;
using Understudy.Formats;
using Understudy.Formats.InnoDb;

namespace Understudy.Fuzz.Inputs;

/// <summary>First pages of tablespaces of every format, made here.</summary>
public static class MadePages
{
    private const int SpaceOffset = 38;
    private const int SizeOffset = SpaceOffset + 8;
    private const int FlagsOffset = SizeOffset + 8;

    /// <summary>Plain, page_compressed, ROW_FORMAT=COMPRESSED; full_crc32 and legacy; 4 to 64 KiB.</summary>
    private static readonly uint[] FlagValues =
    [
        0x13, 0x14, 0x15, 0x16, 0x17, 0x35, 0x55, 0xD5,
        0x00, 0x21, 0x25, 0x27, 0x29, 0x10000, 0x10021, 0x30021, 0xC0, 0x1A1,
    ];

    private static ReadOnlySpan<byte> EncryptionMark => [0x73, 0x0E, 0x0C, 0x52, 0x45, 0x74];

    /// <summary>The pages, with and without the mark of encryption, their checksums right.</summary>
    public static IReadOnlyList<byte[]> PageZeros()
    {
        var pages = new List<byte[]>();
        foreach (var value in FlagValues)
        {
            var flags = new TablespaceFlags(value);
            if (flags.LogicalPageSize == 0 || !flags.IsValid(flags.LogicalPageSize))
            {
                continue;
            }

            pages.Add(PageZero(flags, isEncrypted: false));
            pages.Add(PageZero(flags, isEncrypted: true));
        }

        return pages;
    }

    private static byte[] PageZero(TablespaceFlags flags, bool isEncrypted)
    {
        var page = new byte[flags.PhysicalPageSize];
        var header = new FilPageHeader(
            0, new PageNumber(0), PageNumber.None, PageNumber.None,
            new Lsn(123456), FilPageType.FspHeader, 0, new SpaceId(7));
        header.Write(page);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(SpaceOffset), 7);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(SizeOffset), 64);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(FlagsOffset), flags.Value);
        if (isEncrypted)
        {
            var at = EncryptionMetadata.OffsetInPageZero(flags);
            if (at + EncryptionMetadata.Size <= page.Length)
            {
                EncryptionMark.CopyTo(page.AsSpan(at));
                page[at + 6] = 1;
                page[at + 7] = 16;
                page[at + 27] = 1;
                page[at + 31] = 1;
            }
        }

        PageChecksum.Store(page, new TablespaceFormat(new SpaceId(7), flags));
        return page;
    }
}
