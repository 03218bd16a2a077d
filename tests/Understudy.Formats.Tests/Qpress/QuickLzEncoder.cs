using System.Buffers.Binary;

namespace Understudy.Formats.Tests.Qpress;

/// <summary>Makes packets of QuickLZ level 1, the plain way: every match that a reader can know of is taken.</summary>
internal static class QuickLzEncoder
{
    private const int LiteralEnd = 11;

    internal static byte[] Encode(ReadOnlySpan<byte> plain, bool compress)
    {
        byte[] data = compress ? Compress(plain) : plain.ToArray();
        var isLong = data.Length + 3 > byte.MaxValue || plain.Length > byte.MaxValue;
        var flags = (byte)(0x44 | (compress ? 1 : 0) | (isLong ? 2 : 0));
        if (!isLong)
        {
            return [flags, (byte)(data.Length + 3), (byte)plain.Length, .. data];
        }

        var head = new byte[9];
        head[0] = flags;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), data.Length + head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(5), plain.Length);
        return [.. head, .. data];
    }

    private static byte[] Compress(ReadOnlySpan<byte> plain)
    {
        var output = new List<byte>();
        var slots = new Dictionary<int, int>();
        var (at, hashed, bits, controlAt) = (0, 0, 0, 0);
        var control = 0u;
        while (at < plain.Length)
        {
            if (bits == 0)
            {
                controlAt = output.Count;
                output.AddRange([0, 0, 0, 0]);
            }

            var length = plain.Length - at >= LiteralEnd ? MatchAt(plain, at, slots) : 0;
            if (length >= 3)
            {
                control |= 1u << bits;
                Add(output, Slot(plain[at..]), length);
                for (; hashed <= at; hashed++)
                {
                    slots[Slot(plain[hashed..])] = hashed;
                }

                at += length;
                hashed = at;
            }
            else
            {
                output.Add(plain[at++]);
                for (; hashed + 3 <= at; hashed++)
                {
                    slots[Slot(plain[hashed..])] = hashed;
                }
            }

            if (++bits == 31)
            {
                Flush(output, controlAt, control);
                (bits, control) = (0, 0);
            }
        }

        if (bits > 0)
        {
            Flush(output, controlAt, control);
        }

        return [.. output];
    }

    private static int MatchAt(ReadOnlySpan<byte> plain, int at, Dictionary<int, int> slots)
    {
        if (!slots.TryGetValue(Slot(plain[at..]), out var from))
        {
            return 0;
        }

        var length = 0;
        while (length < byte.MaxValue && at + length < plain.Length - 4 && plain[from + length] == plain[at + length])
        {
            length++;
        }

        return length;
    }

    private static void Add(List<byte> output, int slot, int length)
    {
        var token = (slot << 4) | (length - 2 < 16 ? length - 2 : 0);
        output.AddRange([(byte)token, (byte)(token >> 8)]);
        if (length - 2 >= 16)
        {
            output.Add((byte)length);
        }
    }

    private static void Flush(List<byte> output, int at, uint control)
    {
        for (var i = 0; i < 4; i++)
        {
            output[at + i] = (byte)((control | 0x80000000) >> (8 * i));
        }
    }

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        var value = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        return ((value >> 12) ^ value) & 4095;
    }
}
