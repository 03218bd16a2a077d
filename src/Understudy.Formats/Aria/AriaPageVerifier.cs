using System.Buffers.Binary;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.Aria;

/// <summary>
/// Verifies pages of Aria tables by their checksums: CRC-32 of the content with the page number as initial value, in
/// the last four bytes, little endian. Source: storage/maria/ma_pagecrc.c. Never throws. Thread-safe.
/// <para>
/// The page number is the file offset divided by the block size, in the index file as in the data file.
/// </para>
/// </summary>
public static class AriaPageVerifier
{
    private const int ChecksumBytes = 4;

    /// <summary>Enough for every field that is looked at; real pages are larger.</summary>
    private const int PageBytesMin = 64;

    /// <summary><c>MARIA_NO_CRC_NORMAL_PAGE</c>: written while the table has no checksums.</summary>
    private const uint NoChecksum = 0xFFFF_FFFF;

    /// <summary><c>MARIA_NO_CRC_BITMAP_PAGE</c>: the same for a bitmap page.</summary>
    private const uint NoBitmapChecksum = 0xFFFF_FFFE;

    /// <summary>What a checksum is changed to that would read as one of the two marks.</summary>
    private const uint ChecksumMax = 0xFFFF_FFFD;

    /// <summary>A bitmap page describes 16 pages with every 6 bytes (3 bits a page).</summary>
    private const int BitmapUnitBytes = 6;
    private const int BitmapUnitPages = 16;

    /// <summary>Where an index page of a transactional table tells its length: behind LSN and transaction id.</summary>
    private const int UsedOffsetTransactional = 15;
    private const int UsedOffsetPlain = 2;

    /// <summary>Verifies one page of an index file (<c>.MAI</c>).</summary>
    /// <param name="page">One block.</param>
    /// <param name="pageNumber">Its offset in the file divided by the block size.</param>
    /// <param name="header">The header of the same file.</param>
    /// <returns>Unchecked for the blocks of the header, and for tables without checksums or encrypted.</returns>
    public static AriaPageState VerifyIndexPage(ReadOnlySpan<byte> page, uint pageNumber, in AriaIndexHeader header)
    {
        if (page.Length != header.BlockSize || page.Length < PageBytesMin)
        {
            return AriaPageState.Corrupt;
        }

        if ((long)pageNumber * header.BlockSize < header.KeyStart || !header.HasPageChecksums || header.IsEncrypted)
        {
            return AriaPageState.Unchecked;
        }

        var stored = BinaryPrimitives.ReadUInt32LittleEndian(page[^ChecksumBytes..]);
        if (stored == NoChecksum)
        {
            return AriaPageState.Unchecked;
        }

        var usedAt = header.IsBornTransactional ? UsedOffsetTransactional : UsedOffsetPlain;
        var used = BinaryPrimitives.ReadUInt16BigEndian(page[usedAt..]);
        if (used > page.Length - ChecksumBytes)
        {
            return AriaPageState.Corrupt;
        }

        if (used == 0)
        {
            return IsZero(page) ? AriaPageState.Empty : AriaPageState.Corrupt;
        }

        return Checksum(page[..used], pageNumber) == stored ? AriaPageState.Valid : AriaPageState.Corrupt;
    }

    /// <summary>Verifies one page of a data file (<c>.MAD</c>).</summary>
    /// <param name="page">One block.</param>
    /// <param name="pageNumber">Its offset in the file divided by the block size.</param>
    /// <param name="header">The header of the table's index file.</param>
    /// <returns>
    /// Unchecked for files that have no pages, for tables without checksums, for rows that are encrypted.
    /// </returns>
    public static AriaPageState VerifyDataPage(ReadOnlySpan<byte> page, uint pageNumber, in AriaIndexHeader header)
    {
        if (header.DataFileType != AriaDataFileType.Block)
        {
            return AriaPageState.Unchecked;
        }

        if (page.Length != header.BlockSize || page.Length < PageBytesMin)
        {
            return AriaPageState.Corrupt;
        }

        var isBitmap = IsBitmapPage(pageNumber, header.BlockSize);
        if (!header.HasPageChecksums || (header.IsEncrypted && !isBitmap))
        {
            return AriaPageState.Unchecked;
        }

        var stored = BinaryPrimitives.ReadUInt32LittleEndian(page[^ChecksumBytes..]);
        if (stored == (isBitmap ? NoBitmapChecksum : NoChecksum))
        {
            return AriaPageState.Unchecked;
        }

        var content = page[..^ChecksumBytes];
        if (Checksum(content, pageNumber) == stored)
        {
            return AriaPageState.Valid;
        }

        return IsZero(content) ? AriaPageState.Empty : AriaPageState.Corrupt;
    }

    /// <summary>Whether a page of a data file is one of those that tell how full the others are.</summary>
    /// <param name="pageNumber">Its offset in the file divided by the block size.</param>
    /// <param name="blockSize">The block size, in bytes.</param>
    public static bool IsBitmapPage(uint pageNumber, int blockSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, ChecksumBytes + BitmapUnitBytes);
        var pagesCovered = (blockSize - ChecksumBytes) / BitmapUnitBytes * BitmapUnitPages;
        return pageNumber % ((uint)pagesCovered + 1) == 0;
    }

    private static uint Checksum(ReadOnlySpan<byte> content, uint pageNumber)
        => Math.Min(Crc32.Compute(content, pageNumber), ChecksumMax);

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
