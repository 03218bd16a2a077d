using System.Buffers.Binary;

namespace Understudy.Formats.Aria;

/// <summary>
/// A position in Aria's log: the number of a log file and the offset of a byte in it. On disk seven bytes, little
/// endian: three for the file, four for the offset. Source: <c>lsn_store</c>, storage/maria/ma_loghandler_lsn.h.
/// </summary>
/// <param name="File">The number of the log file, from 1; at most 0xFFFFFF. 0 with offset 0: no position.</param>
/// <param name="Offset">The offset in the file, in bytes.</param>
public readonly record struct AriaLsn(uint File, uint Offset) : IComparable<AriaLsn>
{
    /// <summary>Bytes on disk (<c>LSN_STORE_SIZE</c>).</summary>
    public const int Size = 7;

    /// <summary>The highest number of a log file that the three bytes hold.</summary>
    public const uint FileMax = 0xFF_FFFF;

    /// <summary>No position (<c>LSN_IMPOSSIBLE</c>).</summary>
    public static readonly AriaLsn None;

    /// <summary>Reads a position; false when fewer than seven bytes are given.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out AriaLsn lsn)
    {
        if (source.Length < Size)
        {
            lsn = None;
            return false;
        }

        var file = (uint)(source[0] | (source[1] << 8) | (source[2] << 16));
        lsn = new AriaLsn(file, BinaryPrimitives.ReadUInt32LittleEndian(source[3..]));
        return true;
    }

    /// <summary>Writes the seven bytes.</summary>
    /// <exception cref="InvalidOperationException">The file number does not fit three bytes.</exception>
    public void Write(Span<byte> destination)
    {
        if (File > FileMax)
        {
            throw new InvalidOperationException($"Aria log file number {File} does not fit three bytes");
        }

        destination[0] = (byte)File;
        destination[1] = (byte)(File >> 8);
        destination[2] = (byte)(File >> 16);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[3..], Offset);
    }

    /// <inheritdoc/>
    public int CompareTo(AriaLsn other)
    {
        var byFile = File.CompareTo(other.File);
        return byFile != 0 ? byFile : Offset.CompareTo(other.Offset);
    }

    /// <summary>The form that the server prints: <c>(1,0x2007)</c>.</summary>
    public override string ToString() => $"({File},0x{Offset:x})";

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(AriaLsn left, AriaLsn right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> lies behind <paramref name="right"/>.</summary>
    public static bool operator >(AriaLsn left, AriaLsn right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or lies before it.</summary>
    public static bool operator <=(AriaLsn left, AriaLsn right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or lies behind it.</summary>
    public static bool operator >=(AriaLsn left, AriaLsn right) => left.CompareTo(right) >= 0;
}
