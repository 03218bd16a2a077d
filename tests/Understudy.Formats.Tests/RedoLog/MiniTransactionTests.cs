using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;
using Understudy.Formats.Tests.Checksums;

namespace Understudy.Formats.Tests.RedoLog;

public sealed class MiniTransactionTests
{
    private static readonly Lsn First = new(12288);
    private static readonly RedoLogGeometry Geometry = new(First, 12288 + (4 << 20));

    // Of an encrypted log: record, terminator, nonce, checksum of record and nonce.
    [Fact]
    public void TryFrame_EncryptedVector_Complete()
    {
        var data = Convert.FromHexString("FAAD99B3C7BC5898CEC870" + "01" + "000000000000B85C" + "DAF10D81" + "00");
        var status = MiniTransaction.TryFrame(data, Geometry, new Lsn(47196), encrypted: true, out var frame);
        Assert.Equal(MiniTransactionStatus.Complete, status);
        Assert.Equal(new MiniTransactionFrame(11, 24), frame);
        Assert.Equal(11, frame.TerminatorOffset);
        Assert.Equal(12, frame.NonceOffset);
        Assert.Equal(20, frame.ChecksumOffset);
        Assert.Equal(
            MiniTransactionStatus.BadChecksum,
            MiniTransaction.TryFrame(data, Geometry, new Lsn(47196), encrypted: false, out _));
    }

    [Fact]
    public void TryFrame_AnyRecords_CompleteAndExact() =>
        Prop.ForAll<ushort[], bool, uint>((lengths, encrypted, lsnSeed) =>
        {
            var lsn = First + lsnSeed;
            var data = Make(lengths.Length == 0 ? [3] : lengths, encrypted, Geometry, lsn, out var recordBytes);
            var status = MiniTransaction.TryFrame([.. data, 0xFF, 0x00], Geometry, lsn, encrypted, out var frame);
            return status == MiniTransactionStatus.Complete
                && frame.RecordBytes == recordBytes
                && frame.Length == data.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryFrame_CutAnywhere_NeedsMoreData()
    {
        foreach (var encrypted in new[] { false, true })
        {
            var data = Make([2, 15, 16, 300, 20000, 7], encrypted, Geometry, First, out _);
            for (var length = 0; length < data.Length; length++)
            {
                var cut = data.AsSpan(0, length);
                var status = MiniTransaction.TryFrame(cut, Geometry, First, encrypted, out var frame);
                Assert.Equal(MiniTransactionStatus.NeedMoreData, status);
                Assert.Equal(default, frame);
            }
        }
    }

    // A flipped bit may make the records end elsewhere; it never leaves a whole mini-transaction of the old length.
    [Fact]
    public void TryFrame_AnyBitFlipped_NotComplete()
    {
        var good = Make([2, 15, 16, 300, 7], encrypted: true, Geometry, First, out _);
        byte[] data = [.. good, .. new byte[64]];
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            data[bit / 8] ^= (byte)(1 << (bit % 8));
            var status = MiniTransaction.TryFrame(data, Geometry, First, encrypted: true, out _);
            Assert.NotEqual(MiniTransactionStatus.Complete, status);
            data[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void TryFrame_TerminatorBelongsToTheLapItStandsIn()
    {
        var geometry = new RedoLogGeometry(First, 12288 + 1000);
        var data = Make([15, 15], encrypted: false, geometry, First, out var recordBytes);
        Assert.Equal(1, data[recordBytes]);
        Assert.Equal(
            MiniTransactionStatus.WrongSequenceBit,
            MiniTransaction.TryFrame(data, geometry, First + 1000, false, out _));
        Assert.Equal(
            MiniTransactionStatus.Complete, MiniTransaction.TryFrame(data, geometry, First + 2000, false, out _));

        // The records begin in the first lap, the terminator is the first byte of the second.
        var lsn = First + (1000 - (ulong)recordBytes);
        Assert.Equal(
            MiniTransactionStatus.WrongSequenceBit, MiniTransaction.TryFrame(data, geometry, lsn, false, out _));
        data[recordBytes] = 0;
        Assert.Equal(MiniTransactionStatus.Complete, MiniTransaction.TryFrame(data, geometry, lsn, false, out _));
    }

    [Theory]
    [InlineData("00", MiniTransactionStatus.EndMark)]
    [InlineData("01", MiniTransactionStatus.EndMark)]
    [InlineData("0001", MiniTransactionStatus.EndMark)]
    [InlineData("30F1", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30FF00000000", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30F0", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30F0FFFFFFFF", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30EFFFFFFF", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30E0000000", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30DFFFFF", MiniTransactionStatus.BadRecordLength)]
    [InlineData("30CFBF6F", MiniTransactionStatus.TooLong)] // 2^20 - 17, a record of 2^20 - 1 bytes; see below
    [InlineData("30", MiniTransactionStatus.NeedMoreData)]
    [InlineData("3080", MiniTransactionStatus.NeedMoreData)]
    [InlineData("", MiniTransactionStatus.NeedMoreData)]
    public void TryFrame_NotAMiniTransaction(string hex, MiniTransactionStatus expected)
    {
        var data = Convert.FromHexString(hex);
        if (expected == MiniTransactionStatus.TooLong)
        {
            // One byte below the limit is a record; one more record of two bytes is too much.
            var longest = new byte[MiniTransaction.LengthMax];
            data.CopyTo(longest, 0);
            longest[MiniTransaction.RecordBytesMax - 1] = 0x11;
            data = longest;
        }

        var status = MiniTransaction.TryFrame(data, Geometry, First, false, out _);
        Assert.Equal(expected, status);
        Assert.Equal(status != MiniTransactionStatus.NeedMoreData, status.IsEnd());
    }

    [Fact]
    public void TryFrame_LongestRecord_IsComplete()
    {
        var data = new byte[MiniTransaction.RecordBytesMax - 1 + 5];
        Convert.FromHexString("30CFBF6F").CopyTo(data, 0);
        MiniTransaction.Finish(data, MiniTransaction.RecordBytesMax - 1, 1);
        Assert.Equal(
            MiniTransactionStatus.Complete, MiniTransaction.TryFrame(data, Geometry, First, false, out var frame));
        Assert.Equal(MiniTransaction.RecordBytesMax - 1, frame.RecordBytes);
    }

    [Fact]
    public void TryFrame_AnyBytes_NeverThrowsNorTakesThemForGood() =>
        Prop.ForAll<byte[], bool, uint>((bytes, encrypted, lsnSeed) =>
        {
            // Low nibbles of zero lead into the number reader.
            var variants = new[] { bytes, bytes.Select(b => (byte)(b & 0xF0)).ToArray(), [0x30, .. bytes] };
            return variants.All(variant =>
            {
                var status = MiniTransaction.TryFrame(variant, Geometry, First + lsnSeed, encrypted, out var frame);
                return status != MiniTransactionStatus.Complete && frame == default;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryFrame_AllocatesNothing()
    {
        var data = Make([2, 15, 16, 300, 20000, 7], encrypted: false, Geometry, First, out _);
        MiniTransaction.TryFrame(data, Geometry, First, false, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            MiniTransaction.TryFrame(data, Geometry, First, false, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // Records of those lengths (at least 2 bytes) with random content, with the checksum of the reference.
    internal static byte[] Make(
        ushort[] lengths, bool encrypted, in RedoLogGeometry geometry, Lsn lsn, out int recordBytes)
    {
        var random = new Random(lengths.Length);
        var data = new List<byte>();
        foreach (var wanted in lengths.Take(30))
        {
            var length = Math.Max((int)wanted, 2);
            var type = (byte)(random.Next(1, 16) << 4);
            var record = new byte[length];
            random.NextBytes(record);
            if (length <= 16)
            {
                record[0] = (byte)(type | (length - 1));
            }
            else
            {
                // The number counts the bytes behind the first, its own included, less 15.
                record[0] = type;
                RedoNumber.Write(record.AsSpan(1), (uint)(length - 16));
            }

            data.AddRange(record);
        }

        recordBytes = data.Count;
        var covered = data.ToArray();
        data.Add(geometry.SequenceBit(lsn + (ulong)recordBytes));
        if (encrypted)
        {
            var nonce = new byte[8];
            random.NextBytes(nonce);
            data.AddRange(nonce);
            covered = [.. covered, .. nonce];
        }

        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, ReferenceCrc32C.Compute(covered));
        data.AddRange(checksum);
        return [.. data];
    }
}
