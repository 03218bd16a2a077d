using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Aria;

namespace Understudy.Formats.Tests.Aria;

public sealed class AriaLsnTests
{
    [Fact]
    public void Write_AnyLsn_IsReadAgain()
        => Prop.ForAll<uint, uint>((file, offset) =>
        {
            var lsn = new AriaLsn(file & AriaLsn.FileMax, offset);
            Span<byte> bytes = stackalloc byte[AriaLsn.Size];
            lsn.Write(bytes);
            return AriaLsn.TryRead(bytes, out var read) && read == lsn;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_KnownBytes_AreLittleEndian()
    {
        Assert.True(AriaLsn.TryRead([0x01, 0x02, 0x03, 0x96, 0x9E, 0x06, 0x00], out var lsn));
        Assert.Equal(new AriaLsn(0x030201, 0x69E96), lsn);
        Assert.Equal("(197121,0x69e96)", lsn.ToString());
    }

    [Fact]
    public void Write_FileNumberTooHigh_Throws()
        => Assert.Throws<InvalidOperationException>(() => new AriaLsn(AriaLsn.FileMax + 1, 0).Write(new byte[7]));

    [Fact]
    public void Compare_FileGoesBeforeOffset()
    {
        Assert.True(new AriaLsn(1, 900) < new AriaLsn(2, 100));
        Assert.True(new AriaLsn(2, 101) > new AriaLsn(2, 100));
        Assert.True(new AriaLsn(2, 100) <= new AriaLsn(2, 100));
        Assert.True(new AriaLsn(2, 100) >= new AriaLsn(1, 100));
    }
}
