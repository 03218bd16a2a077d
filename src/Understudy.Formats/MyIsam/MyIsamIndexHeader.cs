using System.Buffers.Binary;

namespace Understudy.Formats.MyIsam;

/// <summary>
/// The part of the header of a MyISAM index file (<c>.MYI</c>) that tells how its data file goes with it. Big-endian. The offsets
/// were found by comparing files of a server before and after single statements.
/// </summary>
/// <param name="KeyCount">How many indexes the table has.</param>
/// <param name="OpenCount">How often it was open for writing when this was written; 0 says that it was closed properly.</param>
/// <param name="DataFileBytes">How much of the data file belongs to the table, in bytes.</param>
public readonly record struct MyIsamIndexHeader(int KeyCount, int OpenCount, long DataFileBytes)
{
    /// <summary>The bytes that are needed to read it.</summary>
    public const int Size = DataFileBytesOffset + sizeof(long);

    private const uint Magic = 0xfefe0701;
    private const int KeyCountOffset = 18;
    private const int OpenCountOffset = 24;
    private const int DataFileBytesOffset = 68;

    /// <summary>Reads it.</summary>
    /// <returns>False when it is cut short or of another kind.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out MyIsamIndexHeader header)
    {
        header = default;
        if (source.Length < Size || BinaryPrimitives.ReadUInt32BigEndian(source) != Magic)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt64BigEndian(source[DataFileBytesOffset..]);
        header = new MyIsamIndexHeader(
            source[KeyCountOffset], BinaryPrimitives.ReadUInt16BigEndian(source[OpenCountOffset..]), length);
        return length >= 0;
    }

    /// <summary>Makes the file that of a closed table.</summary>
    /// <param name="file">The file's content, at least <see cref="Size"/> bytes.</param>
    public static void MarkClosed(Span<byte> file) => BinaryPrimitives.WriteUInt16BigEndian(file[OpenCountOffset..], 0);
}
