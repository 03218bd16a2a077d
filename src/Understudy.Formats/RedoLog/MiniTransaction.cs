using System.Buffers.Binary;
using Understudy.Formats.Checksums;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// Finds where a mini-transaction, the unit of atomicity of the redo log, ends, and whether it is whole. This needs no
/// key, also in an encrypted log. Source: mtr_t::finish_writer in storage/innobase/mtr/mtr0mtr.cc.
/// </summary>
public static class MiniTransaction
{
    /// <summary>Records of that many bytes are never written; more than that is taken for the end of the log.</summary>
    public const int RecordBytesMax = 1 << 20;

    /// <summary>The length of the nonce of a mini-transaction in an encrypted log, in bytes.</summary>
    public const int NonceBytes = 8;

    /// <summary>How many bytes at most must be at hand to be sure not to be told
    /// <see cref="MiniTransactionStatus.NeedMoreData"/>.</summary>
    public const int LengthMax = RecordBytesMax + RedoNumber.BytesMax + 1 + NonceBytes + sizeof(uint);

    private const int LengthNibble = 15;
    private const int LongRecordBytes = 16;

    /// <summary>Frames the mini-transaction at the start of <paramref name="data"/>. Allocates nothing.</summary>
    /// <param name="data">Bytes of the log from <paramref name="lsn"/> on, unwrapped where the file begins
    /// anew.</param>
    /// <param name="geometry">The log file that the bytes come from; tells the lap.</param>
    /// <param name="lsn">The LSN of the first byte; not before the first of <paramref name="geometry"/>.</param>
    /// <param name="encrypted">Whether the log is encrypted: each mini-transaction has a nonce.</param>
    /// <param name="frame">The frame, when <see cref="MiniTransactionStatus.Complete"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The LSN does not belong to the log.</exception>
    public static MiniTransactionStatus TryFrame(
        ReadOnlySpan<byte> data,
        in RedoLogGeometry geometry,
        Lsn lsn,
        bool encrypted,
        out MiniTransactionFrame frame)
    {
        frame = default;
        var status = FindTerminator(data, out var recordBytes);
        if (status != MiniTransactionStatus.Complete)
        {
            return status;
        }

        // A foreign lap is told from its terminator alone, be the rest at hand or not.
        if (data[recordBytes] != geometry.SequenceBit(lsn + (uint)recordBytes))
        {
            return MiniTransactionStatus.WrongSequenceBit;
        }

        var nonceBytes = encrypted ? NonceBytes : 0;
        var checksumOffset = recordBytes + 1 + nonceBytes;
        if (data.Length - checksumOffset < sizeof(uint))
        {
            return MiniTransactionStatus.NeedMoreData;
        }

        var checksum = Crc32C.Compute(data[..recordBytes]);
        if (encrypted)
        {
            checksum = Crc32C.Append(checksum, data.Slice(recordBytes + 1, NonceBytes));
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(data[checksumOffset..]) != checksum)
        {
            return MiniTransactionStatus.BadChecksum;
        }

        frame = new MiniTransactionFrame(recordBytes, checksumOffset + sizeof(uint));
        return MiniTransactionStatus.Complete;
    }

    /// <summary>Whether the log ends where that status was found.</summary>
    public static bool IsEnd(this MiniTransactionStatus status) =>
        status is not (MiniTransactionStatus.Complete or MiniTransactionStatus.NeedMoreData);

    /// <summary>Writes what follows the records: terminator and checksum, of a log that is not encrypted.</summary>
    /// <param name="destination">The mini-transaction: <paramref name="recordBytes"/> bytes of records, then room for 5
    /// more.</param>
    /// <param name="recordBytes">The length of the records.</param>
    /// <param name="sequenceBit">See <see cref="RedoLogGeometry.SequenceBit"/>.</param>
    public static void Finish(Span<byte> destination, int recordBytes, byte sequenceBit)
    {
        destination[recordBytes] = sequenceBit;
        BinaryPrimitives.WriteUInt32BigEndian(
            destination[(recordBytes + 1)..], Crc32C.Compute(destination[..recordBytes]));
    }

    private static MiniTransactionStatus FindTerminator(ReadOnlySpan<byte> data, out int recordBytes)
    {
        recordBytes = 0;
        var offset = 0;
        while (true)
        {
            if ((uint)offset >= (uint)data.Length)
            {
                return MiniTransactionStatus.NeedMoreData;
            }

            var first = data[offset];
            if (first <= 1)
            {
                recordBytes = offset;
                return offset == 0 ? MiniTransactionStatus.EndMark : MiniTransactionStatus.Complete;
            }

            var nibble = first & LengthNibble;
            if (nibble != 0)
            {
                offset += 1 + nibble;
            }
            else
            {
                var status = TryReadLongLength(data[(offset + 1)..], out var length);
                if (status != MiniTransactionStatus.Complete)
                {
                    return status;
                }

                offset += length;
            }

            if (offset >= RecordBytesMax)
            {
                return MiniTransactionStatus.TooLong;
            }
        }
    }

    private static MiniTransactionStatus TryReadLongLength(ReadOnlySpan<byte> data, out int length)
    {
        length = 0;
        if (data.IsEmpty)
        {
            return MiniTransactionStatus.NeedMoreData;
        }

        // Numbers that begin with 0xF0 and more are far too great, or none.
        if (data[0] >= 0xF0)
        {
            return MiniTransactionStatus.BadRecordLength;
        }

        var position = 0;
        if (!RedoNumber.TryRead(data, ref position, out var number))
        {
            return MiniTransactionStatus.NeedMoreData;
        }

        if (number >= RecordBytesMax)
        {
            return MiniTransactionStatus.BadRecordLength;
        }

        length = (int)number + LongRecordBytes;
        return MiniTransactionStatus.Complete;
    }
}
