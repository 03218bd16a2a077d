using System.Numerics;

namespace Understudy.Formats.Checksums;

/// <summary>
/// Advances a CRC-32C state over a fixed number of zero bytes by four table look-ups. This joins streams that were
/// read side by side: state(A then B) = shift(state(A), |B|) xor state(B from zero).
/// </summary>
internal sealed class Crc32CShift
{
    // The map is linear over xor, so it is the xor of its values for the four bytes of the state.
    private readonly uint[] _byte0 = new uint[256];
    private readonly uint[] _byte1 = new uint[256];
    private readonly uint[] _byte2 = new uint[256];
    private readonly uint[] _byte3 = new uint[256];

    public Crc32CShift(int byteCount)
    {
        Fill(_byte0, 0, byteCount);
        Fill(_byte1, 8, byteCount);
        Fill(_byte2, 16, byteCount);
        Fill(_byte3, 24, byteCount);
    }

    public uint Apply(uint state) =>
        _byte0[(byte)state] ^ _byte1[(byte)(state >> 8)] ^ _byte2[(byte)(state >> 16)] ^ _byte3[(byte)(state >> 24)];

    private static void Fill(uint[] table, int bitOffset, int byteCount)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            var state = 1u << (bitOffset + bit);
            for (var i = 0; i < byteCount; i++)
            {
                state = BitOperations.Crc32C(state, (byte)0);
            }

            table[1 << bit] = state;
        }

        for (var i = 1; i < 256; i++)
        {
            var lowest = i & -i;
            table[i] = table[lowest] ^ table[i ^ lowest];
        }
    }
}
