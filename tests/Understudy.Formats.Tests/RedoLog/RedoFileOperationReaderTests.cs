using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.Tests.RedoLog;

public sealed class RedoFileOperationReaderTests
{
    [Fact]
    public void MoveNext_AllKinds_ThenPageRecords()
    {
        byte[] records =
        [
            .. FileRecord(0x80, 300, "./d/t@0020x.ibd"),
            .. FileRecord(0xA0, 7, "./d/a.ibd\0/data2/d/b#P#p0.ibd"),
            .. FileRecord(0x90, 0x10204080, "./d/gone.ibd"),
            .. FileRecord(0xB0, 9, "./d/" + new string('x', 300) + ".ibd"),
            .. Convert.FromHexString("FA0000000000000525CA83"),
            0x12, 0x05, 0x03, // INIT_PAGE: no file records behind it, be the bit as it may
            .. FileRecord(0x80, 1, "./d/no.ibd"),
        ];
        Assert.Equal(
            [
                new RedoFileOperation(
                    RedoFileOperationKind.Create, new SpaceId(300), "./d/t@0020x.ibd", null, Lsn.None),
                new RedoFileOperation(
                    RedoFileOperationKind.Rename, new SpaceId(7), "./d/a.ibd", "/data2/d/b#P#p0.ibd", Lsn.None),
                new RedoFileOperation(
                    RedoFileOperationKind.Delete, new SpaceId(0x10204080), "./d/gone.ibd", null, Lsn.None),
                new RedoFileOperation(
                    RedoFileOperationKind.Modify,
                    new SpaceId(9),
                    "./d/" + new string('x', 300) + ".ibd",
                    null,
                    Lsn.None),
                new RedoFileOperation(
                    RedoFileOperationKind.Checkpoint, SpaceId.System, "", null, new Lsn(0x0525CA83)),
            ],
            ReadAll(records, out var isCorrupt));
        Assert.False(isCorrupt);
        Assert.Equal("/data2/d/b#P#p0.ibd", ReadAll(records, out _)[1].LastPath);
        Assert.Equal("./d/t@0020x.ibd", ReadAll(records, out _)[0].LastPath);
    }

    [Fact]
    public void MoveNext_Padding_IsPassedOver()
    {
        var records = Convert.FromHexString("F100" + "F20000" + "FA00000000000000000000" + "FA0000000000000525CA83");
        Assert.Single(ReadAll(records, out var isCorrupt));
        Assert.False(isCorrupt);
    }

    [Theory]
    [InlineData("C3000061")] // no such kind
    [InlineData("D3000061")]
    [InlineData("E3000061")]
    [InlineData("83050161")] // a page number other than 0
    [InlineData("820500")] // no name
    [InlineData("8105")] // no page number
    [InlineData("8405006100")] // a NUL in a name
    [InlineData("A305006100")] // a rename without a new name
    [InlineData("A405000061")] // a rename without an old name
    [InlineData("A4050061")] // cut short
    [InlineData("A705006100620063")] // a rename to a name with a NUL
    [InlineData("F900000525CA83000000")] // a checkpoint of 7 bytes
    [InlineData("FA0500000000000525CA83")] // a checkpoint of a tablespace
    [InlineData("80F1")]
    [InlineData("80F000000000")]
    [InlineData("80")]
    [InlineData("8F0000")]
    public void MoveNext_NotWrittenByServers_IsCorrupt(string hex)
    {
        byte[] records = [.. FileRecord(0xB0, 9, "./d/t.ibd"), .. Convert.FromHexString(hex)];
        Assert.Single(ReadAll(records, out var isCorrupt));
        Assert.True(isCorrupt);
    }

    [Fact]
    public void MoveNext_PageRecordsOnly_NothingFound()
    {
        Assert.Empty(ReadAll(Convert.FromHexString("120503" + "340503FFFF"), out var isCorrupt));
        Assert.False(isCorrupt);
        Assert.Empty(ReadAll([], out _));
    }

    [Fact]
    public void MoveNext_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[], byte>((bytes, first) =>
        {
            ReadAll(bytes, out _);
            ReadAll([(byte)(first | 0x80), .. bytes], out _);
            return ReadAll([.. FileRecord(0x80, 5, "./d/t.ibd"), (byte)(first | 0x80), .. bytes], out _).Count >= 1;
        }).QuickCheckThrowOnFailure();

    private static List<RedoFileOperation> ReadAll(byte[] records, out bool isCorrupt)
    {
        var found = new List<RedoFileOperation>();
        var reader = new RedoFileOperationReader(records);
        while (reader.MoveNext())
        {
            found.Add(reader.Current);
        }

        isCorrupt = reader.IsCorrupt;
        return found;
    }

    private static byte[] FileRecord(byte kind, uint space, string payload)
    {
        var body = new byte[RedoNumber.BytesMax];
        var spaceBytes = RedoNumber.Write(body, space);
        body = [.. body[..spaceBytes], 0, .. Encoding.UTF8.GetBytes(payload)];
        if (body.Length <= 15)
        {
            return [(byte)(kind | body.Length), .. body];
        }

        var number = new byte[RedoNumber.BytesMax];
        var numberBytes = RedoNumber.Write(number, (uint)(body.Length + 1 - 15));
        numberBytes = RedoNumber.Write(number, (uint)(body.Length + numberBytes - 15));
        return [kind, .. number[..numberBytes], .. body];
    }
}
