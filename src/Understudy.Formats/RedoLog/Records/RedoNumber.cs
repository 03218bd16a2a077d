using System.Buffers.Binary;

namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// The variable-length numbers of the redo log: one to five bytes, each value with exactly one encoding.
/// Source: <c>mlog_encode_varint</c>, <c>mlog_decode_varint</c>.
/// </summary>
public static class RedoNumber
{
    /// <summary>The greatest number of bytes a number takes.</summary>
    public const int BytesMax = 5;

    private const uint TwoBytesMin = 0x80;
    private const uint ThreeBytesMin = TwoBytesMin + (1 << 14);
    private const uint FourBytesMin = ThreeBytesMin + (1 << 21);
    private const uint FiveBytesMin = FourBytesMin + (1 << 28);

    /// <summary>Reads a number at <paramref name="position"/> and moves the position behind it.</summary>
    /// <returns>False, with the position unchanged, when the bytes are no number or the source is too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int position, out uint value)
    {
        if ((uint)position < (uint)source.Length && source[position] < TwoBytesMin)
        {
            value = source[position++];
            return true;
        }

        return TryReadLong(source, ref position, out value);
    }

    /// <summary>Writes a number.</summary>
    /// <param name="destination">At least <see cref="BytesMax"/> bytes, or as many as the number takes.</param>
    /// <param name="value">The number.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> destination, uint value)
    {
        switch (value)
        {
            case < TwoBytesMin:
                destination[0] = (byte)value;
                return 1;
            case < ThreeBytesMin:
                BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(0x8000 | (value - TwoBytesMin)));
                return 2;
            case < FourBytesMin:
                value -= ThreeBytesMin;
                destination[0] = (byte)(0xc0 | (value >> 16));
                BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)value);
                return 3;
            case < FiveBytesMin:
                BinaryPrimitives.WriteUInt32BigEndian(destination, 0xe0000000 | (value - FourBytesMin));
                return 4;
            default:
                destination[0] = 0xf0;
                BinaryPrimitives.WriteUInt32BigEndian(destination[1..], value - FiveBytesMin);
                return 5;
        }
    }

    private static bool TryReadLong(ReadOnlySpan<byte> source, ref int position, out uint value)
    {
        value = 0;
        if ((uint)position >= (uint)source.Length)
        {
            return false;
        }

        var rest = source[position..];
        switch (rest[0])
        {
            case < 0xc0 when rest.Length >= 2:
                value = TwoBytesMin + (uint)((rest[0] & 0x3f) << 8 | rest[1]);
                position += 2;
                return true;
            case >= 0xc0 and < 0xe0 when rest.Length >= 3:
                value = ThreeBytesMin + (uint)((rest[0] & 0x1f) << 16 | rest[1] << 8 | rest[2]);
                position += 3;
                return true;
            case >= 0xe0 and < 0xf0 when rest.Length >= 4:
                value = FourBytesMin + (BinaryPrimitives.ReadUInt32BigEndian(rest) & 0x0fffffff);
                position += 4;
                return true;
            case 0xf0 when rest.Length >= 5:
                var sum = FiveBytesMin + (ulong)BinaryPrimitives.ReadUInt32BigEndian(rest[1..]);
                value = (uint)sum;
                position += 5;
                if (sum > uint.MaxValue)
                {
                    position -= 5;
                    return false;
                }

                return true;
            default:
                return false;
        }
    }
}
