using System.Buffers.Binary;

namespace Understudy.Engine.Prepare.Log;

/// <summary>
/// What stands before the records of a run in a batch, little-endian. Short, 8 bytes: the start of the mini-transaction from the
/// base of the batch (32 bits), the length of the records (13 bits), that of the mini-transaction (18 bits), 0. Long, 12 bytes: the
/// start (32 bits), the length of the records (31 bits), 1, the length of the mini-transaction (32 bits).
/// </summary>
internal static class RunHeader
{
    /// <summary>The greatest length; the header is never parted.</summary>
    internal const int BytesMax = 12;

    private const int ShortBytes = 8;
    private const int RecordBits = 13;
    private const int MiniTransactionBits = 18;
    private const int StartBits = 32;
    private const ulong LongBit = 1UL << 63;

    /// <summary>Writes one.</summary>
    /// <returns>Its length.</returns>
    internal static int Write(Span<byte> destination, uint start, uint length, uint recordBytes)
    {
        if (recordBytes >> RecordBits == 0 && length >> MiniTransactionBits == 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                destination, start | ((ulong)recordBytes << StartBits) | ((ulong)length << (StartBits + RecordBits)));
            return ShortBytes;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(destination, start | ((ulong)recordBytes << StartBits) | LongBit);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ShortBytes..], length);
        return BytesMax;
    }

    /// <summary>Reads one.</summary>
    /// <returns>Its length.</returns>
    internal static int Read(ReadOnlySpan<byte> source, out uint start, out uint length, out int recordBytes)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(source);
        start = (uint)value;
        if ((value & LongBit) == 0)
        {
            recordBytes = (int)((value >> StartBits) & ((1 << RecordBits) - 1));
            length = (uint)(value >> (StartBits + RecordBits));
            return ShortBytes;
        }

        recordBytes = (int)((value & ~LongBit) >> StartBits);
        length = BinaryPrimitives.ReadUInt32LittleEndian(source[ShortBytes..]);
        return BytesMax;
    }
}
