using System.Buffers.Binary;
using Understudy.Formats;
using Understudy.Formats.InnoDb;

namespace Understudy.Engine.Backup.Increment;

/// <summary>Decides which pages of a tablespace file go into an increment.</summary>
/// <param name="from">Newer pages do.</param>
/// <param name="isKnown">Whether the backup before may have the tablespace; otherwise all pages do that hold something.</param>
/// <param name="skipped">Pages whose content means nothing; null for none.</param>
internal sealed class PageFilter(Lsn from, bool isKnown, DoublewriteArea? skipped)
{
    private const int LsnOffset = 16;

    /// <summary>Whether a page goes into the increment.</summary>
    /// <param name="page">The page as it is in the file: its LSN can be read even when it is encrypted or compressed.</param>
    /// <param name="number">Its number in the tablespace.</param>
    internal bool Takes(ReadOnlySpan<byte> page, uint number)
    {
        if (skipped?.Contains(new PageNumber(number)) == true)
        {
            return false;
        }

        var lsn = BinaryPrimitives.ReadUInt64BigEndian(page[LsnOffset..]);
        if (lsn > from.Value)
        {
            return true;
        }

        // IMPORT TABLESPACE sets the LSN of every page to 0, and no log has them.
        return (lsn == 0 || !isKnown) && page.ContainsAnyExcept((byte)0);
    }
}
