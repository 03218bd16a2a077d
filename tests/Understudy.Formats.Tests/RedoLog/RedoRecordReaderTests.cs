using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.RedoLog.Apply;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.Tests.RedoLog;

public sealed class RedoRecordReaderTests
{
    [Theory]
    [InlineData(0u, "00")]
    [InlineData(0x7fu, "7f")]
    [InlineData(0x80u, "8000")]
    [InlineData(0x407fu, "bfff")]
    [InlineData(0x4080u, "c00000")]
    [InlineData(0x20407fu, "dfffff")]
    [InlineData(0x204080u, "e0000000")]
    [InlineData(0x1020407fu, "efffffff")]
    [InlineData(0x10204080u, "f000000000")]
    [InlineData(0xffffffffu, "f0efdfbf7f")]
    public void Number_AtTheLimitsOfALength_HasThatLength(uint value, string hex)
    {
        var buffer = new byte[RedoNumber.BytesMax];
        Assert.Equal(hex, Convert.ToHexStringLower(buffer, 0, RedoNumber.Write(buffer, value)));
        var position = 0;
        Assert.True(RedoNumber.TryRead(buffer, ref position, out var read));
        Assert.Equal(value, read);
        Assert.Equal(hex.Length / 2, position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("c000")]
    [InlineData("e00000")]
    [InlineData("f0000000")]
    [InlineData("f0ffffffff")]
    [InlineData("f1")]
    [InlineData("ff00000000")]
    public void TryRead_NoNumber_FailsInPlace(string hex)
    {
        var position = 0;
        Assert.False(RedoNumber.TryRead(Convert.FromHexString(hex), ref position, out _));
        Assert.Equal(0, position);
    }

    [Fact]
    public void Number_AnyValue_ComesBack() =>
        Prop.ForAll<uint>(value =>
        {
            var buffer = new byte[RedoNumber.BytesMax];
            var written = RedoNumber.Write(buffer, value);
            var position = 0;
            return RedoNumber.TryRead(buffer, ref position, out var read) && read == value && position == written;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_SamePage_KeepsTheIds()
    {
        byte[] records =
        [
            .. RedoRecords.Make(RedoRecordType.Write, 300, 70000, [60, 1, 2]),
            .. RedoRecords.Continue(RedoRecordType.Write, [.. new byte[40]]),
            .. RedoRecords.Make(RedoRecordType.FreePage, 1, 2, []),
        ];
        var read = ReadAll(records, out var error);
        Assert.Null(error);
        Assert.Equal(3, read.Count);
        Assert.True(read[1].IsSamePage);
        Assert.Equal(new SpaceId(300), read[1].Space);
        Assert.Equal(new PageNumber(70000), read[1].Page);
        Assert.Equal(40, read[1].Payload(records).Length);
        Assert.Equal(RedoRecordType.FreePage, read[2].Type);
        Assert.Equal(records.Length, read[2].End);
    }

    [Fact]
    public void TryRead_FileOperations_AreToldFromPageRecords()
    {
        byte[] records =
        [
            .. RedoRecords.Make(RedoRecordType.FileModify, 5, 0, "./d/t.ibd"u8),
            .. RedoRecords.Make(RedoRecordType.FileCheckpoint, 0, 0, [0, 0, 0, 0, 0, 0, 0xb8, 0x5c]),
        ];
        var read = ReadAll(records, out var error);
        Assert.Null(error);
        Assert.Equal([RedoRecordType.FileModify, RedoRecordType.FileCheckpoint], read.Select(r => r.Type));
        Assert.All(read, r => Assert.True(r.IsFileOperation && !r.IsPadding));
    }

    [Theory]
    [InlineData("f100")]
    [InlineData("f20000")]
    [InlineData("fa00000000000000000000")]
    public void TryRead_Padding_IsMarked(string hex)
    {
        var read = ReadAll(Convert.FromHexString(hex), out var error);
        Assert.Null(error);
        Assert.True(Assert.Single(read).IsPadding);
    }

    [Theory]
    [InlineData("92", "length")]
    [InlineData("c20100", "unknown")]
    [InlineData("b20101", "page other than 0")]
    [InlineData("f3000001", "checkpoint")]
    [InlineData("03010200", "payload")]
    [InlineData("1301020012", "payload")]
    [InlineData("220102", "subtype")]
    [InlineData("63010200", "reserved")]
    [InlineData("020102b101", "continue")]
    [InlineData("32f102", "number")]
    public void TryRead_DamagedRecord_NamesTheDamage(string hex, string expected)
    {
        ReadAll(Convert.FromHexString(hex), out var error);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_AnyBytes_EndsWithinThem() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var read = ReadAll(bytes, out var error);
            return read.All(r => r.Start < r.PayloadStart && r.PayloadStart <= r.End && r.End <= bytes.Length)
                && (error is not null || bytes.Length == 0 || read[^1].End == bytes.Length);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ApplyRun_AnyBytesOnAnyPage_AppliesOrNamesTheDamage()
    {
        var random = new Random(20260731);
        var page = new byte[4096];
        for (var round = 0; round < 20000; round++)
        {
            var compact = (round & 1) == 0;
            PageImage.ApplyRun(page, false, RedoRecords.Make(RedoRecordType.InitPage, 5, 4, []));
            PageImage.ApplyRun(page, false, RedoRecords.Make(RedoRecordType.Extended, 5, 4, [(byte)(compact ? 1 : 0)]));
            for (var i = random.Next(40); i >= 0; i--)
            {
                var payload = new byte[1 + random.Next(12)];
                random.NextBytes(payload);
                payload[0] %= 12;
                for (var j = 1; j < payload.Length; j++)
                {
                    payload[j] = (byte)(random.Next(4) == 0 ? payload[j] : payload[j] & 0x1f);
                }

                var type = random.Next(5) == 0 ? RedoRecordType.Write : RedoRecordType.Extended;
                try
                {
                    PageImage.ApplyRun(page, false, RedoRecords.Make(type, 5, 4, payload));
                }
                catch (PageApplyException)
                {
                    // The named way out; anything else fails the test.
                }
            }
        }
    }

    private static List<RedoRecord> ReadAll(byte[] records, out string? error)
    {
        var read = new List<RedoRecord>();
        var reader = new RedoRecordReader(records);
        while (reader.TryRead(out var record))
        {
            read.Add(record);
        }

        error = reader.Error;
        return read;
    }
}
