using System.Buffers.Binary;

namespace Understudy.Formats.Qpress;

/// <summary>
/// A packet of QuickLZ 1.5.0, level 1, without its data. Little-endian. Source: files that <c>mariadb-backup --compress</c> made.
/// </summary>
/// <param name="IsCompressed">Whether the data is compressed, or stored as it is.</param>
/// <param name="HeaderBytes">The length of the header.</param>
/// <param name="PacketBytes">The length of header and data.</param>
/// <param name="PlainBytes">The length of what it unpacks to.</param>
public readonly record struct QuickLzPacket(bool IsCompressed, int HeaderBytes, int PacketBytes, int PlainBytes)
{
    /// <summary>No header is longer, in bytes.</summary>
    public const int HeaderBytesMax = 1 + sizeof(uint) + sizeof(uint);

    private const int CompressedBit = 1;
    private const int LongHeaderBit = 2;
    private const int LevelShift = 2;
    private const int LevelMask = 3;
    private const int AlwaysBit = 1 << 6;

    // What stands so near to the end is never the begin of a match.
    private const int UncompressedEnd = 10;
    private const int SlotCount = 4096;
    private const int ControlBytes = 4;
    private const int HashedBytes = 3;

    /// <summary>Reads a header.</summary>
    /// <returns>False when it is too short, or of another level or version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out QuickLzPacket packet)
    {
        packet = default;
        if (source.IsEmpty)
        {
            return false;
        }

        var flags = source[0];
        var isLong = (flags & LongHeaderBit) != 0;
        var length = isLong ? HeaderBytesMax : 3;
        if (source.Length < length || (flags & AlwaysBit) == 0 || ((flags >> LevelShift) & LevelMask) != 1)
        {
            return false;
        }

        var packetBytes = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(source[1..]) : source[1];
        var plainBytes = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(source[(1 + sizeof(uint))..]) : source[2];
        if (packetBytes < length || packetBytes > int.MaxValue || plainBytes > int.MaxValue)
        {
            return false;
        }

        packet = new QuickLzPacket((flags & CompressedBit) != 0, length, (int)packetBytes, (int)plainBytes);
        return true;
    }

    /// <summary>Unpacks the data.</summary>
    /// <param name="data">What follows the header.</param>
    /// <param name="destination">At least <see cref="PlainBytes"/> bytes.</param>
    /// <returns>False when the data is damaged.</returns>
    public bool TryUnpack(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (data.Length != PacketBytes - HeaderBytes || destination.Length < PlainBytes)
        {
            return false;
        }

        destination = destination[..PlainBytes];
        if (IsCompressed)
        {
            return TryDecompress(data, destination);
        }

        if (data.Length != PlainBytes)
        {
            return false;
        }

        data.CopyTo(destination);
        return true;
    }

    private static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<int> slots = stackalloc int[SlotCount];
        slots.Fill(-1);
        var lastMatchStart = destination.Length - UncompressedEnd - 1;
        var (from, to, hashed) = (0, 0, 0);
        var control = 1u;
        while (to < destination.Length)
        {
            if (control == 1)
            {
                if (source.Length - from < ControlBytes)
                {
                    return false;
                }

                control = BinaryPrimitives.ReadUInt32LittleEndian(source[from..]);
                from += ControlBytes;
            }

            if ((control & 1) != 0 && to <= lastMatchStart)
            {
                if (!TryMatch(source, ref from, destination, ref to, slots, ref hashed))
                {
                    return false;
                }
            }
            else
            {
                if (from >= source.Length)
                {
                    return false;
                }

                destination[to++] = source[from++];
                for (; hashed <= to - HashedBytes; hashed++)
                {
                    slots[Slot(destination[hashed..])] = hashed;
                }
            }

            control >>= 1;
        }

        return from == source.Length;
    }

    private static bool TryMatch(
        ReadOnlySpan<byte> source, ref int from, Span<byte> destination, ref int to, Span<int> slots, ref int hashed)
    {
        if (source.Length - from < 2)
        {
            return false;
        }

        var token = BinaryPrimitives.ReadUInt16LittleEndian(source[from..]);
        from += 2;
        var length = (token & 15) + 2;
        if ((token & 15) == 0)
        {
            if (from >= source.Length)
            {
                return false;
            }

            length = source[from++];
        }

        var match = slots[token >> 4];
        if (match < 0 || length < HashedBytes || length > destination.Length - to)
        {
            return false;
        }

        var start = to;
        for (var i = 0; i < length; i++)
        {
            destination[to++] = destination[match + i]; // may overlap: it repeats then
        }

        for (; hashed <= start; hashed++)
        {
            slots[Slot(destination[hashed..])] = hashed;
        }

        hashed = to;
        return true;
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var value = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        return ((value >> 12) ^ value) & (SlotCount - 1);
    }
}
