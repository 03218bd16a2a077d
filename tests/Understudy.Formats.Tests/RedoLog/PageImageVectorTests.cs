using Understudy.Formats.RedoLog.Apply;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.Tests.RedoLog;

/// <summary>Checksums of whole pages after each record, as made by an applier that agreed with the server's own.</summary>
public sealed class PageImageVectorTests
{
    private const int PageBytes = 16384;

    [Fact]
    public void Apply_CompactRows_YieldsTheServersBytes()
    {
        var page = new byte[PageBytes];
        Init(page, 5, 4, 0x48bcd3b0);
        Extended(page, "01", 0x1fca8fd7);
        Extended(page, "060000000010aabbcc", 0xe74261a2);
        Extended(page, "061a00000011aabbcc", 0x19b0dda4);
        Extended(page, "062300000012aabbcc", 0x521e2e7e);
        Extended(page, "062c00000013aabbcc", 0xa863a2cd);
        Extended(page, "063500000014aabbcc", 0x4ab41b0d);
        Extended(page, "063e00000015aabbcc", 0xf7d6a15b);
        Extended(page, "064700000016aabbcc", 0x142c7621);
        Extended(page, "065000000017aabbcc", 0xe4b837dd);
        Extended(page, "065900000018aabbcc", 0x4ed74232);
        Extended(page, "091a0004", 0x608c1ab9);
        Extended(page, "091a0004", 0x837ae5c2);
        Extended(page, "091a0004", 0x8038d407);
        Extended(page, "091a0004", 0xfdfe25bd);
        Extended(page, "071a00000001ddeeff", 0xeeed150f);
    }

    [Fact]
    public void Apply_RedundantRows_YieldsTheServersBytes()
    {
        var page = new byte[PageBytes];
        Init(page, 5, 4, 0x48bcd3b0);
        Extended(page, "00", 0x8102be53);
        Extended(page, "04000400000410aabbcc", 0x1fc4107f);
        Extended(page, "041f04010011aabbcc", 0xe656f0ed);
        Extended(page, "042a04010012aabbcc", 0xb393061c);
        Extended(page, "043504010013aabbcc", 0xc00e0b9a);
        Extended(page, "044004010014aabbcc", 0x89b86d05);
        Extended(page, "044b04010015aabbcc", 0x87c74eaf);
        Extended(page, "045604010016aabbcc", 0x48f23d51);
        Extended(page, "046104010017aabbcc", 0x4a547dea);
        Extended(page, "046c04010018aabbcc", 0x6ae59d1e);
        Extended(page, "081f", 0x8169ddfc);
        Extended(page, "081f", 0x2af21722);
        Extended(page, "081f", 0x0b7ed592);
        Extended(page, "081f", 0x2d884c05);
        Extended(page, "051f040101ddeeff", 0x8803ff6b);
    }

    [Fact]
    public void Apply_UndoRecords_YieldsTheServersBytes()
    {
        var page = new byte[PageBytes];
        Init(page, 1, 77, 0x0419d102);
        Extended(page, "02", 0x05edfc27, 1, 77);
        Extended(page, "030b0001020304", 0x3ac1902c, 1, 77);
        Assert.Equal(66, page[42] << 8 | page[43]);
    }

    private static void Init(byte[] page, uint space, uint number, uint expected) =>
        Run(page, RedoRecords.Make(RedoRecordType.InitPage, space, number, []), expected);

    private static void Extended(byte[] page, string payload, uint expected, uint space = 5, uint number = 4) =>
        Run(page, RedoRecords.Make(RedoRecordType.Extended, space, number, Convert.FromHexString(payload)), expected);

    private static void Run(byte[] page, byte[] record, uint expected)
    {
        Assert.Equal(record.Length, PageImage.ApplyRun(page, isCompressed: false, record));
        Assert.Equal(expected, RedoRecords.Checksum(page));
    }
}
