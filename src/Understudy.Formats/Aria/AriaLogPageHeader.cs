namespace Understudy.Formats.Aria;

/// <summary>
/// The first seven bytes of every page of an Aria log file but its first. Little endian. Source:
/// storage/maria/ma_loghandler.c. Release builds write no checksums, so place and number are all that can be checked.
/// </summary>
/// <param name="PageNumber">Its offset in the file divided by the page size.</param>
/// <param name="FileNumber">The number of the file, as in its name.</param>
/// <param name="Flags">1 page checksum, 2 sector protection, 4 record checksums; normally 0.</param>
public readonly record struct AriaLogPageHeader(uint PageNumber, uint FileNumber, byte Flags)
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 7;

    /// <summary>Reads the header; false when fewer than <see cref="Size"/> bytes are given. Never throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> page, out AriaLogPageHeader header)
    {
        if (page.Length < Size)
        {
            header = default;
            return false;
        }

        header = new AriaLogPageHeader(
            (uint)(page[0] | (page[1] << 8) | (page[2] << 16)),
            (uint)(page[3] | (page[4] << 8) | (page[5] << 16)),
            page[6]);
        return true;
    }
}
