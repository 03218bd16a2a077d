using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class FilPageHeaderTests
{
    [Fact]
    public void TryRead_Vector_Fields()
    {
        var bytes = Convert.FromHexString(
            "01020304" + "00000007" + "FFFFFFFF" + "00000008"
            + "0000001122334455" + "45BF" + "0000000100000002" + "00000005");
        Assert.True(FilPageHeader.TryRead(bytes, out var header));
        Assert.Equal(
            new FilPageHeader(
                0x01020304, new PageNumber(7), PageNumber.None, new PageNumber(8), new Lsn(0x1122334455),
                FilPageType.Index, 0x0000000100000002, new SpaceId(5)),
            header);
        Assert.False(FilPageHeader.TryRead(bytes.AsSpan(0, 37), out _));
    }

    [Fact]
    public void Write_AfterRead_GivesTheBytes() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var source = new byte[FilPageHeader.Size];
            bytes.AsSpan(0, Math.Min(bytes.Length, source.Length)).CopyTo(source);
            var written = new byte[FilPageHeader.Size];
            var ok = FilPageHeader.TryRead(source, out var header);
            header.Write(written);
            return ok && written.AsSpan().SequenceEqual(source);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(4096, 256u, 767u)]
    [InlineData(8192, 128u, 383u)]
    [InlineData(16384, 64u, 191u)]
    [InlineData(32768, 64u, 191u)]
    [InlineData(65536, 64u, 191u)]
    public void DoublewriteArea_Limits(int pageSize, uint first, uint last)
    {
        var area = DoublewriteArea.ForLogicalPageSize(pageSize);
        Assert.False(area.Contains(new PageNumber(first - 1)));
        Assert.True(area.Contains(new PageNumber(first)));
        Assert.True(area.Contains(new PageNumber(last)));
        Assert.False(area.Contains(new PageNumber(last + 1)));
        Assert.False(area.Contains(new PageNumber(0)));
        Assert.False(area.Contains(PageNumber.None));
    }

    [Fact]
    public void DoublewriteArea_NoPageSize_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DoublewriteArea.ForLogicalPageSize(1024));
}
