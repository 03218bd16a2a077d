using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Understudy.Formats.Checksums;

/// <summary>
/// CRC-32 as zlib computes it (polynomial 0x04C11DB7, reflected, ISO-HDLC). Aria uses it for pages and for its control
/// file, mbstream for its chunks. Uses carry-less multiplication where the processor has it. Thread-safe.
/// </summary>
public static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB88320;
    private const int SliceCount = 16;
    private const int FoldBytes = 64;

    // x^(4*128+32), x^(4*128-32), x^(128+32), x^(128-32) modulo the polynomial, reflected and shifted by one. Source:
    // Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009, section 3.
    private const ulong FoldFourLow = 0x154442BD4;
    private const ulong FoldFourHigh = 0x1C6E41596;
    private const ulong FoldOneLow = 0x1751997D0;
    private const ulong FoldOneHigh = 0x0CCAA009E;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of <paramref name="data"/>.</summary>
    /// <param name="data">The bytes; may be empty.</param>
    /// <param name="initial">
    /// The checksum of the bytes before, or a seed: zlib's first argument. 0 for a fresh start.
    /// </param>
    public static uint Compute(ReadOnlySpan<byte> data, uint initial = 0)
    {
        if (Pclmulqdq.IsSupported && Sse2.IsSupported && BitConverter.IsLittleEndian && data.Length >= FoldBytes)
        {
            return ~UpdateFolding(~initial, data);
        }

        return ~UpdateTables(~initial, data);
    }

    /// <summary>
    /// The same without carry-less multiplication, for processors that lack it, and to check the fast way by.
    /// </summary>
    internal static uint ComputePortable(ReadOnlySpan<byte> data, uint initial = 0) => ~UpdateTables(~initial, data);

    private static uint UpdateFolding(uint state, ReadOnlySpan<byte> data)
    {
        ref var start = ref MemoryMarshal.GetReference(data);
        var x0 = Load(ref start, 0) ^ Vector128.CreateScalar(state).AsUInt64();
        var x1 = Load(ref start, 16);
        var x2 = Load(ref start, 32);
        var x3 = Load(ref start, 48);
        var four = Vector128.Create(FoldFourLow, FoldFourHigh);
        var position = FoldBytes;
        for (; position <= data.Length - FoldBytes; position += FoldBytes)
        {
            x0 = Fold(x0, four) ^ Load(ref start, position);
            x1 = Fold(x1, four) ^ Load(ref start, position + 16);
            x2 = Fold(x2, four) ^ Load(ref start, position + 32);
            x3 = Fold(x3, four) ^ Load(ref start, position + 48);
        }

        var one = Vector128.Create(FoldOneLow, FoldOneHigh);
        x0 = Fold(x0, one) ^ x1;
        x0 = Fold(x0, one) ^ x2;
        x0 = Fold(x0, one) ^ x3;

        // What is left of everything so far is a message of 16 bytes with the same remainder, for a zero state.
        Span<byte> folded = stackalloc byte[Vector128<byte>.Count];
        x0.AsByte().CopyTo(folded);
        return UpdateTables(UpdateTables(0, folded), data[position..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ref byte start, int offset)
        => Vector128.LoadUnsafe(ref start, (nuint)offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> constants)
        => Pclmulqdq.CarrylessMultiply(value, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, constants, 0x11);

    private static uint UpdateTables(uint state, ReadOnlySpan<byte> data)
    {
        var tables = Tables;
        while (data.Length >= SliceCount)
        {
            var first = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ state;
            state = tables[(15 * 256) + (byte)first]
                ^ tables[(14 * 256) + (byte)(first >> 8)]
                ^ tables[(13 * 256) + (byte)(first >> 16)]
                ^ tables[(12 * 256) + (byte)(first >> 24)];
            for (var i = 4; i < SliceCount; i++)
            {
                state ^= tables[((SliceCount - 1 - i) * 256) + data[i]];
            }

            data = data[SliceCount..];
        }

        foreach (var value in data)
        {
            state = tables[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[SliceCount * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReflectedPolynomial;
            }

            tables[i] = value;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var previous = tables[i - 256];
            tables[i] = tables[(byte)previous] ^ (previous >> 8);
        }

        return tables;
    }
}
