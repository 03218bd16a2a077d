using System.Numerics;

namespace Understudy.Formats.InnoDb;

/// <summary>What follows from the page size of a server (<c>@@innodb_page_size</c>).</summary>
public static class InnoDbPageSize
{
    /// <summary>The smallest page of a server, in bytes (<c>UNIV_PAGE_SIZE_MIN</c>).</summary>
    public const int MinBytes = 4096;

    /// <summary>The largest page of a server, in bytes (<c>UNIV_PAGE_SIZE_MAX</c>).</summary>
    public const int MaxBytes = 65536;

    /// <summary>Whether a server can have that page size: 4096, 8192, 16384, 32768 or 65536 bytes.</summary>
    public static bool IsValid(int pageSizeBytes) =>
        pageSizeBytes is >= MinBytes and <= MaxBytes && BitOperations.IsPow2(pageSizeBytes);

    /// <summary>
    /// The number of pages in an extent, from the <em>logical</em> page size also for ROW_FORMAT=COMPRESSED files
    /// (<c>FSP_EXTENT_SIZE</c>, storage/innobase/include/fsp0types.h).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a page size.</exception>
    public static int ExtentPages(int logicalPageSizeBytes) => logicalPageSizeBytes switch
    {
        4096 => 256,
        8192 => 128,
        16384 or 32768 or 65536 => 64,
        _ => throw new ArgumentOutOfRangeException(
            nameof(logicalPageSizeBytes), logicalPageSizeBytes, "not a page size of InnoDB"),
    };
}
