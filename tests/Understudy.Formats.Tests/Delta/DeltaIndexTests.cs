using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Delta;

namespace Understudy.Formats.Tests.Delta;

public sealed class DeltaIndexTests
{
    private const int PageBytes = 1024;

    [Fact]
    public void Write_Read_GivesTheSamePages() =>
        Prop.ForAll<ushort[], bool>((numbers, fill) =>
        {
            uint[] pages = [.. numbers.Select(n => (uint)n).Distinct().Order().Take(DeltaIndex.PagesMax(PageBytes))];
            var isLast = !fill || pages.Length < DeltaIndex.PagesMax(PageBytes);
            var block = new byte[PageBytes];
            Array.Fill(block, (byte)0xAA);

            DeltaIndex.Write(block, pages, isLast);

            return DeltaIndex.TryRead(block, after: null, out var index, out _)
                && index.IsLast == isLast && PagesOf(index).SequenceEqual(pages);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FullCluster_HasNoEndMark(bool isLast)
    {
        uint[] pages = [.. Enumerable.Range(3, DeltaIndex.PagesMax(PageBytes)).Select(n => (uint)n)];
        var block = new byte[PageBytes];

        DeltaIndex.Write(block, pages, isLast);

        Assert.True(DeltaIndex.TryRead(block, after: 2, out var index, out _));
        Assert.Equal((255, isLast, 257u), (index.Count, index.IsLast, index[254]));
    }

    [Fact]
    public void BytesOfTheStockTool_AreReadAndWritten()
    {
        // "XTRA", pages 0 and 3, the end mark.
        var block = new byte[PageBytes];
        "XTRA\0\0\0\0\0\0\0\x03"u8.CopyTo(block);
        block.AsSpan(12, 4).Fill(0xFF);

        Assert.True(DeltaIndex.TryRead(block, after: null, out var index, out _));
        Assert.Equal([0u, 3u], PagesOf(index));
        Assert.True(index.IsLast);

        var written = new byte[PageBytes];
        DeltaIndex.Write(written, [0, 3], isLast: true);
        Assert.Equal(block, written);
    }

    [Fact]
    public void Write_OfAShortClusterThatIsNotTheLast_IsRefused() =>
        Assert.Throws<ArgumentException>(() => DeltaIndex.Write(new byte[PageBytes], [1, 2], isLast: false));

    [Theory]
    [InlineData("not a delta", null, "a cluster begins with 6e6f7420, expected 78747261 or 58545241")]
    [InlineData("xtra\0\0\0\x01\xFF\xFF\xFF\xFF", null, "a cluster that is not the last has 1 pages, expected 255")]
    [InlineData("XTRA\0\0\0\x07\0\0\0\x07", null, "page 7 comes after page 7")]
    [InlineData("XTRA\0\0\0\x07\xFF\xFF\xFF\xFF", 7u, "page 7 comes after page 7")]
    public void WrongBytes_AreRefusedWithTheReason(string text, uint? after, string reason)
    {
        var block = new byte[PageBytes];
        System.Text.Encoding.Latin1.GetBytes(text, block);

        Assert.False(DeltaIndex.TryRead(block, after, out _, out var whyNot));
        Assert.Equal(reason, whyNot);
    }

    [Fact]
    public void AnyBytes_NeverThrow()
    {
        ReaderProperties.NeverThrows(bytes => DeltaIndex.TryRead(bytes, after: null, out _, out _));
        var good = new byte[PageBytes];
        DeltaIndex.Write(good, [1, 5, 9], isLast: true);
        ReaderProperties.NeverThrowsNear(good, bytes => DeltaIndex.TryRead(bytes, after: null, out _, out _));
    }

    private static List<uint> PagesOf(DeltaIndex index)
    {
        var pages = new List<uint>();
        for (var i = 0; i < index.Count; i++)
        {
            pages.Add(index[i]);
        }

        return pages;
    }
}
