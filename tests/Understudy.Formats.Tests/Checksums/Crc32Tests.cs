using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.Tests.Checksums;

public sealed class Crc32Tests
{
    // Check value of CRC-32/ISO-HDLC, and two more that every zlib gives.
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Compute_KnownText_HasItsPublishedValue(string text, uint expected)
        => Assert.Equal(expected, Crc32.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Compute_AllLengthsThroughTheFoldingLoops_IsTheBitwiseSum()
    {
        var data = new byte[400];
        new Random(1).NextBytes(data);
        for (var length = 0; length <= data.Length; length++)
        {
            var part = data.AsSpan(data.Length - length);
            var expected = Bitwise(part, (uint)length);
            Assert.Equal(expected, Crc32.Compute(part, (uint)length));
            Assert.Equal(expected, Crc32.ComputePortable(part, (uint)length));
        }
    }

    [Fact]
    public void Compute_AnyBytesAndSeed_IsTheBitwiseSum()
        => Prop.ForAll<byte[], uint, int>((piece, initial, repeats) =>
        {
            var data = Enumerable.Repeat(piece, Math.Abs(repeats % 50)).SelectMany(bytes => bytes).ToArray();
            var expected = Bitwise(data, initial);
            return Crc32.Compute(data, initial) == expected && Crc32.ComputePortable(data, initial) == expected;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compute_InTwoParts_IsTheSumOfTheWhole()
        => Prop.ForAll<byte[], byte[]>((first, second)
            => Crc32.Compute(second, Crc32.Compute(first)) == Crc32.Compute([.. first, .. second]))
            .QuickCheckThrowOnFailure();

    private static uint Bitwise(ReadOnlySpan<byte> data, uint initial)
    {
        var state = ~initial;
        foreach (var value in data)
        {
            state ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ ((state & 1) * 0xEDB88320u);
            }
        }

        return ~state;
    }
}
