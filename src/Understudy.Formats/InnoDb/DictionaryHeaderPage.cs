using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// The header page of InnoDB's dictionary, page 7 of the system tablespace. A plain page. Source: DICT_HDR_* in
/// storage/innobase/include/dict0boot.h.
/// </summary>
public static class DictionaryHeaderPage
{
    /// <summary>The page.</summary>
    public static readonly PageNumber Number = new(7); // FSP_DICT_HDR_PAGE_NO

    private const int MaxSpaceIdOffset = FilFieldLocations.Data + 24; // DICT_HDR_MAX_SPACE_ID

    /// <summary>
    /// Reads the greatest number that any tablespace was given until then. Numbers only grow: a tablespace with a
    /// greater one was made later.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="space">The number.</param>
    /// <returns>False when it is not that page.</returns>
    public static bool TryReadMaxSpaceId(ReadOnlySpan<byte> page, out SpaceId space)
    {
        space = default;
        if (page.Length < MaxSpaceIdOffset + sizeof(uint)
            || BinaryPrimitives.ReadUInt32BigEndian(page[FilFieldLocations.Number..]) != Number.Value)
        {
            return false;
        }

        space = new SpaceId(BinaryPrimitives.ReadUInt32BigEndian(page[MaxSpaceIdOffset..]));
        return true;
    }
}
