using System.Buffers.Binary;

namespace Understudy.Formats.Qpress;

/// <summary>The header of a block of a <c>.qp</c> file. Little-endian.</summary>
/// <param name="Position">Where in the file what it unpacks to belongs.</param>
/// <param name="Checksum">The Adler-32 of the packet that follows.</param>
public readonly record struct QpressBlock(ulong Position, uint Checksum)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = ChecksumOffset + sizeof(uint);

    /// <summary>The length of what ends a file, in bytes.</summary>
    public const int EndSize = PositionOffset + sizeof(ulong);

    private const int PositionOffset = 8;
    private const int ChecksumOffset = PositionOffset + sizeof(ulong);

    private static ReadOnlySpan<byte> Magic => "NEWBNEWB"u8;

    private static ReadOnlySpan<byte> EndMagic => "ENDSENDS"u8;

    /// <summary>Reads the header of a block. Never throws.</summary>
    /// <returns>False when it is too short, or something else.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out QpressBlock block)
    {
        block = default;
        if (source.Length < Size || !source.StartsWith(Magic))
        {
            return false;
        }

        block = new QpressBlock(
            BinaryPrimitives.ReadUInt64LittleEndian(source[PositionOffset..]), BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..]));
        return true;
    }

    /// <summary>Writes the header of a block.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[PositionOffset..], Position);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], Checksum);
    }

    /// <summary>Writes what ends a file.</summary>
    /// <param name="destination">At least <see cref="EndSize"/> bytes.</param>
    public static void WriteEnd(Span<byte> destination)
    {
        EndMagic.CopyTo(destination);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[PositionOffset..], 0);
    }

    /// <summary>Whether the file ends here.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> source) => source.Length >= EndSize && source.StartsWith(EndMagic);
}
