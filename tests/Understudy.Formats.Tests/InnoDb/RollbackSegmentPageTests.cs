using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class RollbackSegmentPageTests
{
    private const int PageBytes = 16384;
    private const int XidOffset = 38 + 34 + 4 * (PageBytes / 16) + 8 + 8 + 512;

    // As a node of 11.8 left it: format, two lengths, the mark, a UUID, a number, and what is not read here.
    private static readonly byte[] Xid = Convert.FromHexString(
        "000000010000003000000000" + "5753524550586966" + "ca5be333e5eb11f1b34e774354843a6f" + "0900000000000000" + "00000000010000000600000000000000");

    [Fact]
    public void TryReadGaleraPosition_OfARealNode_ReadsClusterAndNumber()
    {
        Assert.True(RollbackSegmentPage.TryReadGaleraPosition(Page(Xid), out var cluster, out var number));

        Assert.Equal(Guid.Parse("ca5be333-e5eb-11f1-b34e-774354843a6f"), cluster);
        Assert.Equal(9, number);
    }

    [Theory]
    [InlineData(3, 0)]       // the format says: none
    [InlineData(12, 0x20)]   // not Galera's
    [InlineData(36, 0xFF)]   // the number of a state that is not known
    public void TryReadGaleraPosition_OfAnother_ReadsNothing(int offset, byte value)
    {
        var xid = (byte[])Xid.Clone();
        xid[offset] = value;
        if (value == 0xFF)
        {
            xid.AsSpan(36, 8).Fill(value);
        }

        Assert.False(RollbackSegmentPage.TryReadGaleraPosition(Page(xid), out _, out _));
    }

    [Fact]
    public void TryReadGaleraPosition_OfANodeThatNeverWasInACluster_ReadsNothing() =>
        Assert.False(RollbackSegmentPage.TryReadGaleraPosition(new byte[PageBytes], out _, out _));

    private static byte[] Page(byte[] xid)
    {
        var page = new byte[PageBytes];
        xid.CopyTo(page, XidOffset);
        return page;
    }
}
