using System.Buffers.Binary;

namespace Understudy.Formats.Qpress;

/// <summary>
/// Makes packets of QuickLZ 1.5.0, level 1. It knows at each moment the same slots as a reader does, so that every match that it
/// writes is one that a reader finds. For one thread at a time.
/// </summary>
public sealed class QuickLzEncoder
{
    private const int SlotCount = 4096;
    private const int HashedBytes = 3;
    private const int ControlBytes = 4;
    private const int ItemsPerControl = 31;
    private const uint ControlEnd = 1u << ItemsPerControl;
    private const int MatchBytesMin = 3;
    private const int MatchBytesMax = byte.MaxValue;
    private const int ShortMatchBytesMax = 17;
    private const int TokenBytesMax = 3;

    // Behind the last place where readers look for a match, and what follows the last match.
    private const int MatchFreeEnd = 11;
    private const int LiteralEnd = 4;

    private const byte Flags = 0x46; // level 1, long header
    private const byte CompressedFlag = 1;

    private readonly int[] _slots = new int[SlotCount];
    private int _hashed;

    /// <summary>The most bytes that a packet takes.</summary>
    /// <param name="plainBytes">The length of what it is made of.</param>
    public static int PacketBytesMax(int plainBytes) => plainBytes + QuickLzPacket.HeaderBytesMax;

    /// <summary>Makes a packet; what does not get shorter is stored as it is.</summary>
    /// <param name="plain">What it is made of.</param>
    /// <param name="packet">Where it goes; at least <see cref="PacketBytesMax"/> bytes.</param>
    /// <returns>Its length.</returns>
    public int Encode(ReadOnlySpan<byte> plain, Span<byte> packet)
    {
        var data = packet.Slice(QuickLzPacket.HeaderBytesMax, plain.Length);
        var length = Compress(plain, data);
        packet[0] = Flags;
        if (length > 0)
        {
            packet[0] |= CompressedFlag;
        }
        else
        {
            plain.CopyTo(data);
            length = plain.Length;
        }

        length += QuickLzPacket.HeaderBytesMax;
        BinaryPrimitives.WriteInt32LittleEndian(packet[1..], length);
        BinaryPrimitives.WriteInt32LittleEndian(packet[(1 + sizeof(int))..], plain.Length);
        return length;
    }

    // Returns 0 when there is not room.
    private int Compress(ReadOnlySpan<byte> plain, Span<byte> output)
    {
        Array.Fill(_slots, -1);
        _hashed = 0;
        var (at, to, items, controlAt) = (0, 0, 0, 0);
        var control = 0u;
        while (at < plain.Length)
        {
            if (items == 0)
            {
                controlAt = to;
                to += ControlBytes;
            }

            if (to + TokenBytesMax > output.Length)
            {
                return 0;
            }

            var length = plain.Length - at >= MatchFreeEnd ? MatchAt(plain, at) : 0;
            if (length >= MatchBytesMin)
            {
                control |= 1u << items;
                to += WriteMatch(output[to..], Slot(plain[at..]), length);
                Enter(plain, at);
                at += length;
                _hashed = at;
            }
            else
            {
                output[to++] = plain[at++];
                Enter(plain, at - HashedBytes);
            }

            if (++items == ItemsPerControl)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(output[controlAt..], control | ControlEnd);
                (items, control) = (0, 0);
            }
        }

        if (items > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output[controlAt..], control | ControlEnd);
        }

        return to;
    }

    private int MatchAt(ReadOnlySpan<byte> plain, int at)
    {
        var from = _slots[Slot(plain[at..])];
        if (from < 0)
        {
            return 0;
        }

        var most = Math.Min(MatchBytesMax, plain.Length - at - LiteralEnd);
        return plain.Slice(from, most).CommonPrefixLength(plain.Slice(at, most));
    }

    // A reader knows what it has written, and enters no place inside of a match.
    private void Enter(ReadOnlySpan<byte> plain, int last)
    {
        for (; _hashed <= last; _hashed++)
        {
            _slots[Slot(plain[_hashed..])] = _hashed;
        }
    }

    private static int WriteMatch(Span<byte> output, int slot, int length)
    {
        var isShort = length <= ShortMatchBytesMax;
        BinaryPrimitives.WriteUInt16LittleEndian(output, (ushort)((slot << 4) | (isShort ? length - 2 : 0)));
        if (isShort)
        {
            return sizeof(ushort);
        }

        output[sizeof(ushort)] = (byte)length;
        return sizeof(ushort) + 1;
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var value = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        return ((value >> 12) ^ value) & (SlotCount - 1);
    }
}
