namespace Understudy.Formats.InnoDb;

/// <summary>
/// Checksums that servers before 10.6 could write (<c>innodb_checksum_algorithm=innodb</c>, and Adler-32 of
/// ROW_FORMAT=COMPRESSED pages) and that files of upgraded servers still have.
/// Source: buf_calc_page_new_checksum, buf_calc_page_old_checksum in storage/innobase/buf/buf0checksum.cc.
/// </summary>
internal static class OldPageChecksum
{
    private const uint FoldMask1 = 1463735687;
    private const uint FoldMask2 = 1653893711;
    private const uint AdlerModulus = 65521;

    // The most bytes whose sums stay below 2^32 before they must be reduced, as zlib has it.
    private const int AdlerBytesMax = 5552;

    /// <summary>The "new" checksum, of the field at the start of the page.</summary>
    public static uint ComputeNew(ReadOnlySpan<byte> page) =>
        Fold(page[FilFieldLocations.Number..FilFieldLocations.LegacyKeyVersion])
        + Fold(page[FilFieldLocations.Data..^FilFieldLocations.TrailerBytes]);

    /// <summary>The "old" checksum, of the field in the trailer. It covers the field of
    /// <see cref="ComputeNew"/>.</summary>
    public static uint ComputeOld(ReadOnlySpan<byte> page) => Fold(page[..FilFieldLocations.LegacyKeyVersion]);

    /// <summary>Adler-32, begun with 0, over the same ranges as <see cref="PageChecksum.ComputeZip"/>.</summary>
    public static uint ComputeZipAdler32(ReadOnlySpan<byte> page)
    {
        var adler = Adler32(0, page[FilFieldLocations.Number..FilFieldLocations.PageLsn]);
        adler = Adler32(adler, page[FilFieldLocations.Type..FilFieldLocations.LegacyKeyVersion]);
        return Adler32(adler, page[FilFieldLocations.Space..]);
    }

    private static uint Fold(ReadOnlySpan<byte> data)
    {
        uint fold = 0;
        foreach (var value in data)
        {
            fold = unchecked((((fold ^ value ^ FoldMask2) << 8) + fold ^ FoldMask1) + value);
        }

        return fold;
    }

    private static uint Adler32(uint adler, ReadOnlySpan<byte> data)
    {
        var low = adler & 0xFFFF;
        var high = adler >> 16;
        while (!data.IsEmpty)
        {
            var part = data[..Math.Min(data.Length, AdlerBytesMax)];
            foreach (var value in part)
            {
                low += value;
                high += low;
            }

            low %= AdlerModulus;
            high %= AdlerModulus;
            data = data[part.Length..];
        }

        return (high << 16) | low;
    }
}
