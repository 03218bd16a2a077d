namespace Understudy.Formats.InnoDb;

/// <summary>
/// The format of a tablespace, <c>FSP_SPACE_FLAGS</c> of page 0. Bit 4 tells the two layouts apart: full_crc32 (default
/// of servers since 10.5) or legacy, which all ROW_FORMAT=COMPRESSED tables have. One server may have files of both.
/// Source: storage/innobase/include/fsp0types.h; is_valid_flags in fil0fil.h.
/// </summary>
/// <param name="Value">The field as it lies on disk.</param>
public readonly record struct TablespaceFlags(uint Value)
{
    private const uint FullCrc32Bit = 1 << 4;
    private const uint FullCrc32Reserved = 0xFFFFFF00;
    private const uint LegacyPostAntelope = 1 << 0;
    private const uint LegacyAtomicBlobs = 1 << 5;
    private const uint LegacyPageCompressed = 1 << 16;

    // Bits 11 to 15 and 17 to 31. Bit 10 once marked DATA DIRECTORY and is ignored.
    private const uint LegacyReserved = 0xFFFEF800;
    private const int MinShift = 3;
    private const int MaxShift = 7;
    private const int MaxZipShift = 5;

    /// <summary>Whether pages end with one CRC-32C over everything before it.</summary>
    public bool IsFullCrc32 => (Value & FullCrc32Bit) != 0;

    /// <summary>The page size of the server that made the file, in bytes; 0 if the flags name none.</summary>
    public int LogicalPageSize
    {
        get
        {
            var shift = PageSizeShift;
            return shift is >= MinShift and <= MaxShift ? 512 << shift : 0;
        }
    }

    /// <summary>The size of a page in the file, in bytes: smaller than <see cref="LogicalPageSize"/> for
    /// ROW_FORMAT=COMPRESSED. 0 if the flags name none.</summary>
    public int PhysicalPageSize => IsCompressedRowFormat ? 512 << ZipShift : LogicalPageSize;

    /// <summary>Whether the table is ROW_FORMAT=COMPRESSED ("zip").</summary>
    public bool IsCompressedRowFormat => ZipShift is >= 1 and <= MaxZipShift;

    /// <summary>Whether the table is page_compressed. Single pages of it may still be plain.</summary>
    public bool IsPageCompressed =>
        IsFullCrc32 ? FullCrc32Algorithm != 0 : (Value & LegacyPageCompressed) != 0;

    /// <summary>How pages are packed, of a full_crc32 file. <see cref="PageCompressionAlgorithm.None"/> for legacy
    /// files, where each page names its own.</summary>
    public PageCompressionAlgorithm CompressionAlgorithm =>
        IsFullCrc32 ? (PageCompressionAlgorithm)FullCrc32Algorithm : PageCompressionAlgorithm.None;

    private uint FullCrc32Algorithm => (Value >> 5) & 7;

    private int ZipShift => IsFullCrc32 ? 0 : (int)((Value >> 1) & 15);

    private int PageSizeShift
    {
        get
        {
            if (IsFullCrc32)
            {
                return (int)(Value & 15);
            }

            // Zero is 16 KiB: files older than the field.
            var shift = (int)((Value >> 6) & 15);
            return shift == 0 ? 5 : shift == 5 ? 0 : shift;
        }
    }

    /// <summary>Whether these are flags that a server with that page size can have written.</summary>
    /// <param name="serverPageSizeBytes"><c>@@innodb_page_size</c>.</param>
    public bool IsValid(int serverPageSizeBytes)
    {
        if (!InnoDbPageSize.IsValid(serverPageSizeBytes) || LogicalPageSize != serverPageSizeBytes)
        {
            return false;
        }

        if (IsFullCrc32)
        {
            return (Value & FullCrc32Reserved) == 0 && FullCrc32Algorithm <= (uint)PageCompressionAlgorithm.Snappy;
        }

        if ((Value & LegacyReserved) != 0)
        {
            return false;
        }

        var postAntelope = (Value & LegacyPostAntelope) != 0;
        var atomicBlobs = (Value & LegacyAtomicBlobs) != 0;
        if (atomicBlobs && !postAntelope)
        {
            return false;
        }

        return ZipShift == 0
            || (atomicBlobs && ZipShift <= MaxZipShift && ZipShift <= PageSizeShift && LogicalPageSize <= 16384
                && !IsPageCompressed);
    }

    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x}";
}
