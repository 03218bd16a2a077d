namespace Understudy.Formats.InnoDb;

/// <summary>
/// The pages of the system tablespace that hold copies of pages of any tablespace, made against torn writes: neither
/// their number nor their checksum can be judged. Their content is worthless in a backup, but the pages must exist;
/// zeros are safe. Source: storage/innobase/buf/buf0dblwr.cc; positions as every server makes them.
/// </summary>
/// <param name="First">The first page.</param>
/// <param name="PageCount">The number of pages.</param>
public readonly record struct DoublewriteArea(PageNumber First, uint PageCount)
{
    /// <summary>The area in system tablespaces with that page size: pages 64 to 191 for 16 KiB and more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a page size.</exception>
    public static DoublewriteArea ForLogicalPageSize(int logicalPageSizeBytes)
    {
        var extentPages = (uint)InnoDbPageSize.ExtentPages(logicalPageSizeBytes);
        return new DoublewriteArea(new PageNumber(extentPages), 2 * extentPages);
    }

    /// <summary>Whether that page of the <em>system</em> tablespace lies in the area.</summary>
    public bool Contains(PageNumber number) => number.Value - First.Value < PageCount;
}
