using System.Buffers.Binary;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// Tells whether the bytes read from a tablespace are a whole page. No key and no codec is needed; what cannot be told
/// without one is in <see cref="TablespaceFormat.HasUncheckablePages"/>. Source: buf_page_is_corrupted in
/// storage/innobase/buf/buf0buf.cc, fil_space_verify_crypt_checksum in fil0crypt.cc, page_zip_verify_checksum in
/// page0zip.cc. Thread-safe, allocates nothing.
/// </summary>
/// <remarks>
/// Of the system tablespace leave out the pages of <see cref="DoublewriteArea"/>. The checksum of a
/// ROW_FORMAT=COMPRESSED page does not cover its LSN, so a page torn there alone passes as valid.
/// </remarks>
public static class PageVerifier
{
    private const int FullCrc32CompressedUnit = 256;
    private const ushort FullCrc32CompressedBit = 0x8000;

    /// <summary>Verifies one page.</summary>
    /// <param name="page">The page as it lies on disk, exactly <see cref="TablespaceFormat.PhysicalPageSize"/>
    /// bytes.</param>
    /// <param name="format">The format of its tablespace.</param>
    /// <param name="pageNumber">The position the page was read from, counted over all files of the tablespace.</param>
    /// <exception cref="ArgumentException"><paramref name="page"/> is not a page long.</exception>
    public static PageStatus Verify(ReadOnlySpan<byte> page, in TablespaceFormat format, uint pageNumber)
    {
        if (page.Length != format.PhysicalPageSize || page.Length < FilPageHeader.Size + FilFieldLocations.TrailerBytes)
        {
            throw new ArgumentException(
                $"a page of tablespace {format.Space} has {format.PhysicalPageSize} bytes, not {page.Length}",
                nameof(page));
        }

        if (IsEmpty(page, format))
        {
            return PageStatus.Empty;
        }

        var valid = format.Flags.IsFullCrc32 ? IsFullCrc32Valid(page)
            : format.Flags.IsCompressedRowFormat ? IsZipValid(page, format, pageNumber)
            : IsLegacyValid(page, format, pageNumber);
        if (!valid)
        {
            return PageStatus.Corrupt;
        }

        return ReadUInt32(page, FilFieldLocations.Number) == pageNumber ? PageStatus.Valid : PageStatus.WrongPageNumber;
    }

    /// <summary>Whether there is no byte but zeros.</summary>
    public static bool IsAllZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    // Legacy pages may have a flush LSN in bytes 26 to 33 and be empty otherwise.
    private static bool IsEmpty(ReadOnlySpan<byte> page, in TablespaceFormat format) =>
        BinaryPrimitives.ReadUInt64BigEndian(page) == 0
        && IsAllZero(page[..FilFieldLocations.LegacyKeyVersion])
        && IsAllZero(page[FilFieldLocations.Space..])
        && (!format.Flags.IsFullCrc32
            || IsAllZero(page[FilFieldLocations.LegacyKeyVersion..FilFieldLocations.Space]));

    private static bool IsFullCrc32Valid(ReadOnlySpan<byte> page)
    {
        var type = BinaryPrimitives.ReadUInt16BigEndian(page[FilFieldLocations.Type..]);
        var storedBytes = page.Length;
        if ((type & FullCrc32CompressedBit) != 0)
        {
            storedBytes = (type & ~FullCrc32CompressedBit) * FullCrc32CompressedUnit;
            if (storedBytes == 0 || storedBytes >= page.Length)
            {
                return false;
            }
        }

        var stored = page[..storedBytes];
        if (ReadUInt32(stored, stored.Length - sizeof(uint)) != PageChecksum.ComputeFullCrc32(stored))
        {
            return false;
        }

        // The LSN in the trailer is encrypted or packed away on other pages.
        return storedBytes != page.Length
            || ReadUInt32(page, FilFieldLocations.ChecksumOrKeyVersion) != 0
            || ReadUInt32(page, FilFieldLocations.PageLsnLow)
                == ReadUInt32(page, page.Length - FilFieldLocations.TrailerBytes);
    }

    private static bool IsZipValid(ReadOnlySpan<byte> page, in TablespaceFormat format, uint pageNumber)
    {
        var computed = PageChecksum.ComputeZip(page);
        if (MayBeEncrypted(page, pageNumber))
        {
            if (ReadUInt32(page, FilFieldLocations.LegacyPostEncryptionChecksum) == computed)
            {
                return true;
            }

            if (format.IsEncryptedCapable)
            {
                return false;
            }
        }

        var stored = ReadUInt32(page, FilFieldLocations.ChecksumOrKeyVersion);
        return stored == computed
            || stored == PageChecksum.NoChecksumMagic
            || (stored != 0 && stored == OldPageChecksum.ComputeZipAdler32(page));
    }

    private static bool IsLegacyValid(ReadOnlySpan<byte> page, in TablespaceFormat format, uint pageNumber)
    {
        if (format.Flags.IsPageCompressed)
        {
            var type = (FilPageType)BinaryPrimitives.ReadUInt16BigEndian(page[FilFieldLocations.Type..]);
            if (type is FilPageType.PageCompressed or FilPageType.PageCompressedEncrypted)
            {
                return LegacyCompressedPage.IsPlausible(page, type);
            }
        }

        var trailer = page.Length - FilFieldLocations.TrailerBytes;
        if (ReadUInt32(page, FilFieldLocations.PageLsnLow) != ReadUInt32(page, trailer + sizeof(uint)))
        {
            return false;
        }

        var computed = PageChecksum.ComputeLegacy(page);
        if (MayBeEncrypted(page, pageNumber))
        {
            if (ReadUInt32(page, FilFieldLocations.LegacyPostEncryptionChecksum) == computed)
            {
                return true;
            }

            if (format.IsEncryptedCapable)
            {
                return false;
            }
        }

        var head = ReadUInt32(page, FilFieldLocations.ChecksumOrKeyVersion);
        var tail = ReadUInt32(page, trailer);
        return (head == computed && tail == computed)
            || (head == PageChecksum.NoChecksumMagic && tail == PageChecksum.NoChecksumMagic)
            || IsOldInnodbValid(page, head, tail);
    }

    // R-tree pages of legacy files are never encrypted and keep a sequence number where others have the key version. A
    // page may be encrypted though page 0 did not say so when it was read: the conversion was just beginning.
    private static bool MayBeEncrypted(ReadOnlySpan<byte> page, uint pageNumber) =>
        pageNumber != 0
        && ReadUInt32(page, FilFieldLocations.LegacyKeyVersion) != 0
        && BinaryPrimitives.ReadUInt16BigEndian(page[FilFieldLocations.Type..]) != (ushort)FilPageType.RTree;

    private static bool IsOldInnodbValid(ReadOnlySpan<byte> page, uint head, uint tail)
    {
        if (tail != ReadUInt32(page, FilFieldLocations.PageLsn) && tail != OldPageChecksum.ComputeOld(page))
        {
            return false;
        }

        // Nothing but zeros in all redundant fields is no proof of anything.
        if (head == 0 && tail == 0 && BinaryPrimitives.ReadUInt64BigEndian(page[FilFieldLocations.PageLsn..]) == 0)
        {
            return false;
        }

        return head is 0 or PageChecksum.NoChecksumMagic || head == OldPageChecksum.ComputeNew(page);
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> page, int offset) =>
        BinaryPrimitives.ReadUInt32BigEndian(page[offset..]);
}
