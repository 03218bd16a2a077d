using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.RedoLog;

namespace Understudy.Formats.Tests.RedoLog;

public sealed class RedoCheckpointTests
{
    private static readonly Lsn First = new(12288);

    [Fact]
    public void WriteRead_RoundTrip_AndAnyBitFlippedIsNotValid() =>
        Prop.ForAll<ulong, uint>((checkpoint, distance) =>
        {
            var written = new RedoCheckpoint(new Lsn(checkpoint | 0x4000), new Lsn((checkpoint | 0x4000) + distance));
            var block = new byte[RedoCheckpoint.Size];
            written.Write(block);
            if (written.End < written.Checkpoint)
            {
                return !RedoCheckpoint.TryRead(block, First, out _);
            }

            var ok = RedoCheckpoint.TryRead(block, First, out var read) && read == written;
            for (var bit = 0; bit < block.Length * 8; bit++)
            {
                block[bit / 8] ^= (byte)(1 << (bit % 8));
                ok &= !RedoCheckpoint.TryRead(block, First, out _);
                block[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            return ok;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_NotPossible_IsNotValid()
    {
        Assert.False(RedoCheckpoint.TryRead(Block(20000, 30000), new Lsn(20001), out _));
        Assert.True(RedoCheckpoint.TryRead(Block(20000, 30000), new Lsn(20000), out _));
        Assert.False(RedoCheckpoint.TryRead(Block(20000, 19999), First, out _));
        Assert.False(RedoCheckpoint.TryRead(new byte[64], First, out _));
        Assert.False(RedoCheckpoint.TryRead(Block(20000, 30000).AsSpan(0, 63), First, out _));
    }

    [Fact]
    public void TryFindLatest_GreaterWins_SecondIfEqual()
    {
        var none = new byte[512];
        AssertLatest(Block(20000, 20000), none, new RedoCheckpoint(new Lsn(20000), new Lsn(20000)));
        AssertLatest(none, Block(20000, 20000), new RedoCheckpoint(new Lsn(20000), new Lsn(20000)));
        AssertLatest(Block(20000, 20001), Block(20002, 20003), new RedoCheckpoint(new Lsn(20002), new Lsn(20003)));
        AssertLatest(Block(20002, 20003), Block(20000, 20001), new RedoCheckpoint(new Lsn(20002), new Lsn(20003)));
        AssertLatest(Block(20000, 20001), Block(20000, 20003), new RedoCheckpoint(new Lsn(20000), new Lsn(20003)));
        Assert.False(RedoCheckpoint.TryFindLatest(none, none, First, out _));
        Assert.False(RedoCheckpoint.TryFindLatest([], [], First, out _));
    }

    [Fact]
    public void Geometry_OffsetsAndSequenceBits()
    {
        var geometry = new RedoLogGeometry(new Lsn(1000001), 12288 + 1000);
        Assert.Equal(1000ul, geometry.Capacity);
        Assert.Equal(12288, geometry.OffsetOf(new Lsn(1000001)));
        Assert.Equal(12288 + 999, geometry.OffsetOf(new Lsn(1001000)));
        Assert.Equal(12288, geometry.OffsetOf(new Lsn(1001001)));
        Assert.Equal(12288 + 7, geometry.OffsetOf(new Lsn(1003008)));
        Assert.Equal(1, geometry.SequenceBit(new Lsn(1000001)));
        Assert.Equal(1, geometry.SequenceBit(new Lsn(1001000)));
        Assert.Equal(0, geometry.SequenceBit(new Lsn(1001001)));
        Assert.Equal(1, geometry.SequenceBit(new Lsn(1002001)));
        Assert.Throws<ArgumentOutOfRangeException>(() => geometry.OffsetOf(new Lsn(1000000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => geometry.SequenceBit(new Lsn(1000000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RedoLogGeometry(First, 12288).OffsetOf(First));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(RedoLogGeometry).SequenceBit(First));
    }

    private static byte[] Block(ulong checkpoint, ulong end)
    {
        var block = new byte[512];
        new RedoCheckpoint(new Lsn(checkpoint), new Lsn(end)).Write(block);
        return block;
    }

    private static void AssertLatest(byte[] first, byte[] second, RedoCheckpoint expected)
    {
        Assert.True(RedoCheckpoint.TryFindLatest(first, second, First, out var latest));
        Assert.Equal(expected, latest);
    }
}
