using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Understudy.Formats.Checksums;

/// <summary>
/// CRC-32C (Castagnoli; reflected, initial and final xor 0xFFFFFFFF), the checksum of InnoDB pages, redo log and
/// Aria. <c>Compute("123456789") = 0xE3069283</c>. Source: RFC 3720, appendix B.4.
/// </summary>
/// <remarks>
/// The CRC instruction has a latency of three cycles and a throughput of one, so long spans are read as three
/// interleaved streams whose results are joined by a table (<see cref="Crc32CShift"/>).
/// </remarks>
public static class Crc32C
{
    // Three long blocks are 4080 bytes: one round covers what the checksum of a 4 KiB page covers but for some bytes,
    // four rounds that of a 16 KiB page.
    private const int LongBlockBytes = 1360;
    private const int ShortBlockBytes = 160;

    private static readonly Crc32CShift LongShift = new(LongBlockBytes);
    private static readonly Crc32CShift ShortShift = new(ShortBlockBytes);

    /// <summary>The CRC of <paramref name="data"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The CRC of a text whose beginning has the CRC <paramref name="crc"/> and whose rest is
    /// <paramref name="data"/>. The CRC of nothing is 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        var state = ~crc;
        if (data.Length >= 3 * ShortBlockBytes)
        {
            state = AppendBlocks(state, ref data, LongBlockBytes, LongShift);
            state = AppendBlocks(state, ref data, ShortBlockBytes, ShortShift);
        }

        return ~AppendSerial(state, data);
    }

    private static uint AppendBlocks(uint state, ref ReadOnlySpan<byte> data, int blockBytes, Crc32CShift shift)
    {
        while (data.Length >= 3 * blockBytes)
        {
            var first = MemoryMarshal.Cast<byte, ulong>(data[..blockBytes]);
            var second = MemoryMarshal.Cast<byte, ulong>(data.Slice(blockBytes, blockBytes))[..first.Length];
            var third = MemoryMarshal.Cast<byte, ulong>(data.Slice(2 * blockBytes, blockBytes))[..first.Length];
            uint secondState = 0;
            uint thirdState = 0;
            for (var i = 0; i < first.Length; i++)
            {
                state = BitOperations.Crc32C(state, LittleEndian(first[i]));
                secondState = BitOperations.Crc32C(secondState, LittleEndian(second[i]));
                thirdState = BitOperations.Crc32C(thirdState, LittleEndian(third[i]));
            }

            state = shift.Apply(state) ^ secondState;
            state = shift.Apply(state) ^ thirdState;
            data = data[(3 * blockBytes)..];
        }

        return state;
    }

    private static uint AppendSerial(uint state, ReadOnlySpan<byte> data)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            state = BitOperations.Crc32C(state, LittleEndian(word));
        }

        foreach (var value in data[(data.Length & ~7)..])
        {
            state = BitOperations.Crc32C(state, value);
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LittleEndian(ulong value) =>
        BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
