using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// What page 0 of a tablespace says of the whole. Big-endian. Source: FSP_* in storage/innobase/include/fsp0fsp.h.
/// </summary>
/// <param name="Space">The tablespace (<c>FSP_SPACE_ID</c>).</param>
/// <param name="SizePages">The size in pages (<c>FSP_SIZE</c>), over all files of the system tablespace. It agrees
/// with the length of the file only when the server is stopped.</param>
/// <param name="FreeLimit">Pages from here on were never initialised (<c>FSP_FREE_LIMIT</c>); may be above the
/// size.</param>
/// <param name="Flags">The format (<c>FSP_SPACE_FLAGS</c>).</param>
public readonly record struct FspHeader(SpaceId Space, uint SizePages, uint FreeLimit, TablespaceFlags Flags)
{
    /// <summary>How many bytes of page 0 must be at hand to read the header.</summary>
    public const int Size = FilFieldLocations.FspEnd;

    /// <summary>Reads the header out of page 0.</summary>
    /// <param name="page0">The page from its first byte, at least <see cref="Size"/> bytes.</param>
    /// <param name="header">The header.</param>
    /// <returns>False if too short. Contents are not judged: see
    /// <see cref="TablespaceFormat.TryFromPageZero"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> page0, out FspHeader header)
    {
        if (page0.Length < Size)
        {
            header = default;
            return false;
        }

        header = new FspHeader(
            new SpaceId(BinaryPrimitives.ReadUInt32BigEndian(page0[FilFieldLocations.FspSpace..])),
            BinaryPrimitives.ReadUInt32BigEndian(page0[FilFieldLocations.FspSize..]),
            BinaryPrimitives.ReadUInt32BigEndian(page0[FilFieldLocations.FspFreeLimit..]),
            new TablespaceFlags(BinaryPrimitives.ReadUInt32BigEndian(page0[FilFieldLocations.FspFlags..])));
        return true;
    }
}
