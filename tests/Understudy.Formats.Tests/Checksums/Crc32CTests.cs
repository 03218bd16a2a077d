using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.Tests.Checksums;

public sealed class Crc32CTests
{
    [Fact]
    public void Compute_CheckString_PublishedValue() =>
        Assert.Equal(0xE3069283u, Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Compute_Rfc3720Vectors()
    {
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Compute(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Compute(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        Assert.Equal(0x113FDB5Cu, Crc32C.Compute(Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray()));
    }

    [Fact]
    public void Compute_Nothing_IsZero() => Assert.Equal(0u, Crc32C.Compute([]));

    // Every length around the limits of the interleaved blocks, at every alignment.
    [Theory]
    [InlineData(0, 64)]
    [InlineData(470, 500)]
    [InlineData(950, 970)]
    [InlineData(4070, 4100)]
    [InlineData(4550, 4570)]
    [InlineData(16370, 16390)]
    public void Compute_AnyLength_EqualsReference(int from, int to)
    {
        var data = new byte[to + 8];
        new Random(from).NextBytes(data);
        for (var length = from; length <= to; length++)
        {
            var start = length & 7;
            Assert.Equal(
                ReferenceCrc32C.Compute(data.AsSpan(start, length)), Crc32C.Compute(data.AsSpan(start, length)));
        }
    }

    [Fact]
    public void Append_AnyCut_EqualsWhole() =>
        Prop.ForAll<byte[], int, int>((seed, length, cut) =>
        {
            var data = new byte[(uint)length % 12000];
            new Random(seed.Length).NextBytes(data);
            seed.AsSpan(0, Math.Min(seed.Length, data.Length)).CopyTo(data);
            var at = (int)((uint)cut % (uint)(data.Length + 1));
            var whole = ReferenceCrc32C.Compute(data);
            return Crc32C.Compute(data) == whole
                && Crc32C.Append(Crc32C.Compute(data.AsSpan(0, at)), data.AsSpan(at)) == whole;
        }).QuickCheckThrowOnFailure();
}
