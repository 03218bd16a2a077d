using System.Buffers.Binary;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// Computes and stores page checksums. Sources: buf_page_is_corrupted in storage/innobase/buf/buf0buf.cc,
/// page_zip_calc_checksum in page0zip.cc. Pages must have a size that <see cref="TablespaceFlags"/> can name; shorter
/// spans throw <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public static class PageChecksum
{
    /// <summary>The mark that <c>innodb_checksum_algorithm=none</c> wrote in place of a checksum.</summary>
    internal const uint NoChecksumMagic = 0xDEADBEEF;

    /// <summary>The checksum of a page of a full_crc32 file: of all but its last four bytes.</summary>
    public static uint ComputeFullCrc32(ReadOnlySpan<byte> page) => Crc32C.Compute(page[..^sizeof(uint)]);

    /// <summary>The checksum of a page of a legacy file that is not ROW_FORMAT=COMPRESSED. Of an encrypted page: the
    /// post-encryption checksum.</summary>
    public static uint ComputeLegacy(ReadOnlySpan<byte> page) =>
        Crc32C.Compute(page[FilFieldLocations.Number..FilFieldLocations.LegacyKeyVersion])
        ^ Crc32C.Compute(page[FilFieldLocations.Data..^FilFieldLocations.TrailerBytes]);

    /// <summary>The checksum of a ROW_FORMAT=COMPRESSED page. It does not cover the LSN.</summary>
    public static uint ComputeZip(ReadOnlySpan<byte> page) =>
        Crc32C.Compute(page[FilFieldLocations.Number..FilFieldLocations.PageLsn])
        ^ Crc32C.Compute(page[FilFieldLocations.Type..FilFieldLocations.LegacyKeyVersion])
        ^ Crc32C.Compute(page[FilFieldLocations.Space..]);

    /// <summary>
    /// Completes a plain page (not encrypted, not page_compressed) for writing: the copy of its LSN in the trailer and
    /// the checksum. In legacy files bytes 26 to 33 become zero, as the server writes them.
    /// </summary>
    /// <param name="page">The whole page, its LSN set.</param>
    /// <param name="format">The format of its tablespace.</param>
    public static void Store(Span<byte> page, in TablespaceFormat format)
    {
        if (format.Flags.IsFullCrc32)
        {
            StoreFullCrc32(page);
        }
        else if (format.Flags.IsCompressedRowFormat)
        {
            StoreZip(page);
        }
        else
        {
            StoreLegacy(page);
        }
    }

    /// <summary><see cref="Store"/> for a full_crc32 file. The key version is left as it is.</summary>
    public static void StoreFullCrc32(Span<byte> page)
    {
        page.Slice(FilFieldLocations.PageLsnLow, sizeof(uint)).CopyTo(page[^FilFieldLocations.TrailerBytes..]);
        BinaryPrimitives.WriteUInt32BigEndian(page[^sizeof(uint)..], ComputeFullCrc32(page));
    }

    /// <summary><see cref="Store"/> for a legacy file that is not ROW_FORMAT=COMPRESSED.</summary>
    public static void StoreLegacy(Span<byte> page)
    {
        page[FilFieldLocations.LegacyKeyVersion..FilFieldLocations.Space].Clear();
        page.Slice(FilFieldLocations.PageLsn, sizeof(ulong)).CopyTo(page[^FilFieldLocations.TrailerBytes..]);
        var checksum = ComputeLegacy(page);
        BinaryPrimitives.WriteUInt32BigEndian(page, checksum);
        BinaryPrimitives.WriteUInt32BigEndian(page[^FilFieldLocations.TrailerBytes..], checksum);
    }

    /// <summary><see cref="Store"/> for ROW_FORMAT=COMPRESSED.</summary>
    public static void StoreZip(Span<byte> page)
    {
        page[FilFieldLocations.LegacyKeyVersion..FilFieldLocations.Space].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(page, ComputeZip(page));
    }
}
