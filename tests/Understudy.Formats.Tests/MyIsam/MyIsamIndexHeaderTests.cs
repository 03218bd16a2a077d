using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.MyIsam;

namespace Understudy.Formats.Tests.MyIsam;

public sealed class MyIsamIndexHeaderTests
{
    // The beginning of mysql.general_log of a 10.11 server that was writing to it.
    private const string Open =
        "fefe07010001013e00b0006400b0000000000000210000000001" + "19ff0000000000003e960000000000000000" + "0000000000003e96"
        + "ffffffffffffffff0000000000000400" + "0000000000156d5c";

    [Fact]
    public void TryRead_FileOfAnOpenTable_HasItsLength()
    {
        Assert.True(MyIsamIndexHeader.TryRead(Convert.FromHexString(Open), out var header));
        Assert.Equal(new MyIsamIndexHeader(KeyCount: 0, OpenCount: 1, DataFileBytes: 1_404_252), header);
    }

    [Fact]
    public void MarkClosed_ChangesNothingElse()
    {
        var file = Convert.FromHexString(Open);
        MyIsamIndexHeader.MarkClosed(file);
        Assert.True(MyIsamIndexHeader.TryRead(file, out var header));
        Assert.Equal(new MyIsamIndexHeader(KeyCount: 0, OpenCount: 0, DataFileBytes: 1_404_252), header);
        Assert.Equal(Open[..50] + "00" + Open[52..], Convert.ToHexStringLower(file));
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() => Prop.ForAll<byte[]>(bytes =>
    {
        _ = MyIsamIndexHeader.TryRead(bytes, out _);
        byte[] marked = [0xfe, 0xfe, 0x07, 0x01, .. bytes];
        return !MyIsamIndexHeader.TryRead(marked, out var header) || header.DataFileBytes >= 0;
    }).QuickCheckThrowOnFailure();
}
