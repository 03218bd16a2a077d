using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// The 38-byte header of every InnoDB page. Big-endian. Source: FIL_PAGE_* in storage/innobase/include/fil0fil.h.
/// </summary>
/// <param name="ChecksumOrKeyVersion">Legacy files: the checksum. full_crc32 files: version of the encryption key, 0 =
/// not encrypted.</param>
/// <param name="Number">The position of the page in its tablespace.</param>
/// <param name="Previous">The page before it on its B-tree level.</param>
/// <param name="Next">The page behind it on its B-tree level.</param>
/// <param name="PageLsn">The end LSN of the last mini-transaction that changed the page; readable on every page, also
/// of encrypted and compressed ones.</param>
/// <param name="Type">What the page holds; see <see cref="FilPageType"/> for compressed pages of full_crc32
/// files.</param>
/// <param name="KeyVersionAndChecksum">Legacy files: key version (high half) and post-encryption checksum (low half) of
/// an encrypted page.</param>
/// <param name="Space">The tablespace. Meaningless on encrypted or page_compressed pages of full_crc32 files, where
/// it lies inside the encrypted or compressed area.</param>
public readonly record struct FilPageHeader(
    uint ChecksumOrKeyVersion,
    PageNumber Number,
    PageNumber Previous,
    PageNumber Next,
    Lsn PageLsn,
    FilPageType Type,
    ulong KeyVersionAndChecksum,
    SpaceId Space)
{
    /// <summary>The length of the header in bytes (<c>FIL_PAGE_DATA</c>).</summary>
    public const int Size = FilFieldLocations.Data;

    /// <summary>Reads the header at the start of a page.</summary>
    /// <returns>False if <paramref name="source"/> is shorter than <see cref="Size"/>. Contents are not
    /// judged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out FilPageHeader header)
    {
        if (source.Length < Size)
        {
            header = default;
            return false;
        }

        header = new FilPageHeader(
            BinaryPrimitives.ReadUInt32BigEndian(source),
            new PageNumber(BinaryPrimitives.ReadUInt32BigEndian(source[FilFieldLocations.Number..])),
            new PageNumber(BinaryPrimitives.ReadUInt32BigEndian(source[FilFieldLocations.Previous..])),
            new PageNumber(BinaryPrimitives.ReadUInt32BigEndian(source[FilFieldLocations.Next..])),
            new Lsn(BinaryPrimitives.ReadUInt64BigEndian(source[FilFieldLocations.PageLsn..])),
            (FilPageType)BinaryPrimitives.ReadUInt16BigEndian(source[FilFieldLocations.Type..]),
            BinaryPrimitives.ReadUInt64BigEndian(source[FilFieldLocations.LegacyKeyVersion..]),
            new SpaceId(BinaryPrimitives.ReadUInt32BigEndian(source[FilFieldLocations.Space..])));
        return true;
    }

    /// <summary>Writes the header to the start of a page.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, ChecksumOrKeyVersion);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FilFieldLocations.Number..], Number.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FilFieldLocations.Previous..], Previous.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FilFieldLocations.Next..], Next.Value);
        BinaryPrimitives.WriteUInt64BigEndian(destination[FilFieldLocations.PageLsn..], PageLsn.Value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[FilFieldLocations.Type..], (ushort)Type);
        BinaryPrimitives.WriteUInt64BigEndian(destination[FilFieldLocations.LegacyKeyVersion..], KeyVersionAndChecksum);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FilFieldLocations.Space..], Space.Value);
    }
}
