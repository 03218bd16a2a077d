using System.Buffers.Binary;

namespace Understudy.Formats;

/// <summary>
/// 16 bytes that only a cipher looks into. Not <see cref="UInt128"/>: code that touches a type with one of those in it is not compiled
/// ahead, so that all of it would be compiled at every start.
/// </summary>
/// <param name="High">The first 8 bytes as a big-endian number.</param>
/// <param name="Low">The last 8 bytes as a big-endian number.</param>
public readonly record struct CipherBlock(ulong High, ulong Low)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 2 * sizeof(ulong);

    /// <summary>The block that follows when it is counted up as one big-endian number, around the end.</summary>
    public CipherBlock Next() => new(Low == ulong.MaxValue ? unchecked(High + 1) : High, unchecked(Low + 1));

    /// <summary>Reads a block.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public static CipherBlock Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[sizeof(ulong)..]));

    /// <summary>Writes the block.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], Low);
    }
}
