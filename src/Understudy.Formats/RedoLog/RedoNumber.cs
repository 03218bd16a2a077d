using System.Buffers.Binary;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// The variable-length number of redo records: 1 to 5 bytes, each value in exactly one way. Source: mlog_encode_varint in
/// storage/innobase/include/mtr0log.h.
/// </summary>
public static class RedoNumber
{
    /// <summary>The most bytes a number takes.</summary>
    public const int MaxBytes = 5;

    private const uint Min2 = 0x80;
    private const uint Min3 = 0x4080;
    private const uint Min4 = 0x204080;
    private const uint Min5 = 0x10204080;

    /// <summary>How many bytes a number takes that begins with that byte; 0 if no number does.</summary>
    public static int LengthOf(byte first) => first switch
    {
        < 0x80 => 1,
        < 0xC0 => 2,
        < 0xE0 => 3,
        < 0xF0 => 4,
        0xF0 => 5,
        _ => 0,
    };

    /// <summary>Reads the number at the start of <paramref name="source"/>.</summary>
    /// <returns>False if it is cut short, or there is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out uint value, out int length)
    {
        value = 0;
        length = 0;
        if (source.IsEmpty)
        {
            return false;
        }

        length = LengthOf(source[0]);
        if (length == 0 || source.Length < length)
        {
            return false;
        }

        switch (length)
        {
            case 1:
                value = source[0];
                return true;
            case 2:
                value = Min2 + (BinaryPrimitives.ReadUInt16BigEndian(source) & 0x3FFFu);
                return true;
            case 3:
                value = Min3 + (((source[0] & 0x1Fu) << 16) | BinaryPrimitives.ReadUInt16BigEndian(source[1..]));
                return true;
            case 4:
                value = Min4 + (BinaryPrimitives.ReadUInt32BigEndian(source) & 0x0FFFFFFF);
                return true;
            default:
                var rest = BinaryPrimitives.ReadUInt32BigEndian(source[1..]);
                value = unchecked(Min5 + rest);
                return rest <= uint.MaxValue - Min5;
        }
    }

    /// <summary>Writes a number.</summary>
    /// <param name="destination">At least as many bytes as the number takes.</param>
    /// <param name="value">The number.</param>
    /// <returns>The bytes it took.</returns>
    public static int Write(Span<byte> destination, uint value)
    {
        switch (value)
        {
            case < Min2:
                destination[0] = (byte)value;
                return 1;
            case < Min3:
                BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(0x8000 | (value - Min2)));
                return 2;
            case < Min4:
                value -= Min3;
                destination[0] = (byte)(0xC0 | (value >> 16));
                BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)value);
                return 3;
            case < Min5:
                BinaryPrimitives.WriteUInt32BigEndian(destination, 0xE0000000 | (value - Min4));
                return 4;
            default:
                destination[0] = 0xF0;
                BinaryPrimitives.WriteUInt32BigEndian(destination[1..], value - Min5);
                return 5;
        }
    }
}
