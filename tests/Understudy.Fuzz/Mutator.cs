using System.Buffers.Binary;

namespace Understudy.Fuzz;

/// <summary>Makes inputs: mostly good ones with a few changes, sometimes mere noise.</summary>
public static class Mutator
{
    private static readonly ulong[] OddNumbers =
    [
        0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 4095, 4096, 8191, 8192, 16383, 16384,
        32767, 32768, 65535, 65536, 0xFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
        0x7FFF_FFFF_FFFF_FFFF,
        0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    private static readonly byte[] OddBytes =
        [0, 1, 9, 10, 13, 32, 34, 35, 39, 45, 48, 58, 61, 64, 92, 127, 128, 254, 255];

    private static readonly byte[][] Tokens =
    [
        "null"u8.ToArray(), "true"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "-1"u8.ToArray(),
        "1e400"u8.ToArray(),
        "\\u0000"u8.ToArray(), "99999999999999999999"u8.ToArray(), "@0000"u8.ToArray(), "\t"u8.ToArray(),
        "\n"u8.ToArray(),
        "#P#"u8.ToArray(), "#SP#"u8.ToArray(), " = "u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(),
        "\uFEFF"u8.ToArray(),
    ];

    /// <summary>The seed of one iteration; the same on every machine.</summary>
    public static int SeedOf(int seed, long iteration)
    {
        var mixed = (((ulong)(uint)seed << 32) ^ (ulong)iteration) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 33);
    }

    /// <summary>Makes an input for a target.</summary>
    public static byte[] Make(Random random, FuzzTarget target)
    {
        if (target.Seeds.Count == 0 || random.Next(50) == 0)
        {
            return Noise(random, random.Next(4) == 0 ? target.BytesMax : Math.Min(target.BytesMax, 256));
        }

        var input = new List<byte>(Pick(random, target.Seeds));
        for (var changes = 1 << random.Next(6); changes > 0; changes--)
        {
            Change(random, input, target);
        }

        if (input.Count > target.BytesMax)
        {
            input.RemoveRange(target.BytesMax, input.Count - target.BytesMax);
        }

        return [.. input];
    }

    private static byte[] Noise(Random random, int bytesMax)
    {
        var noise = new byte[random.Next(bytesMax + 1)];
        random.NextBytes(noise);
        return noise;
    }

    private static void Change(Random random, List<byte> input, FuzzTarget target)
    {
        if (input.Count == 0)
        {
            input.Add((byte)random.Next(256));
            return;
        }

        // Headers are where the lengths are.
        var near = random.Next(3) == 0 ? input.Count : Math.Min(input.Count, 256);
        var at = random.Next(near);
        switch (random.Next(11))
        {
            case 0:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input[at] = Pick(random, OddBytes);
                break;
            case 3:
            case 4:
                PutNumber(random, input, at);
                break;
            case 5:
                input.RemoveRange(at, Math.Min(input.Count - at, random.Next(1, 17)));
                break;
            case 6:
                input.InsertRange(at, Noise(random, 16));
                break;
            case 7:
                CopyWithin(random, input, at);
                break;
            case 8 when random.Next(4) == 0:
                input.RemoveRange(at, input.Count - at);
                break;
            case 9 when random.Next(2) == 0:
                Splice(random, input, at, Pick(random, target.Seeds));
                break;
            case 10:
                PutToken(random, input, at);
                break;
            default:
                input[at] = (byte)(input[at] + (random.Next(2) * 2) - 1);
                break;
        }
    }

    private static void PutNumber(Random random, List<byte> input, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        var value = Pick(random, OddNumbers);
        var width = 1 << random.Next(4);
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, value << (64 - (8 * width)));
        }

        for (var i = 0; i < width && at + i < input.Count; i++)
        {
            input[at + i] = number[i];
        }
    }

    /// <summary>Puts a word of some text format in, often for what stands between there and a separator.</summary>
    private static void PutToken(Random random, List<byte> input, int at)
    {
        var separator = input.FindIndex(
            at, Math.Min(input.Count - at, 64), value => value is (byte)',' or (byte)'\n' or (byte)']');
        if (separator > at && random.Next(2) == 0)
        {
            var from = 1 + input.FindLastIndex(
                at, Math.Min(at + 1, 64), value => value is (byte)':' or (byte)'=' or (byte)'[');
            input.RemoveRange(from, separator - from);
            at = from;
        }

        input.InsertRange(at, Pick(random, Tokens));
    }

    private static void CopyWithin(Random random, List<byte> input, int at)
    {
        var length = Math.Min(input.Count - at, random.Next(1, 65));
        var piece = input.GetRange(at, length);
        input.InsertRange(random.Next(input.Count + 1), piece);
    }

    private static void Splice(Random random, List<byte> input, int at, byte[] other)
    {
        var from = Math.Min(at, other.Length);
        var length = Math.Min(other.Length - from, random.Next(1, 129));
        for (var i = 0; i < length && at + i < input.Count; i++)
        {
            input[at + i] = other[from + i];
        }
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
