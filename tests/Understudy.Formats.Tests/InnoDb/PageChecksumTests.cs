using Understudy.Formats.Checksums;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class PageChecksumTests
{
    // Byte i = (7*i + 3) mod 256.
    private static readonly byte[] Pattern = Enumerable.Range(0, 4096).Select(i => (byte)((7 * i) + 3)).ToArray();

    [Fact]
    public void Compute_Pattern_KnownValues()
    {
        Assert.Equal(0xFC0DBD79, PageChecksum.ComputeLegacy(Pattern));
        Assert.Equal(0x20DB77BCu, PageChecksum.ComputeFullCrc32(Pattern));
        Assert.Equal(0x20DB77BCu, Crc32C.Compute(Pattern.AsSpan(0, 4092)));
        Assert.Equal(0xF31528FB, PageChecksum.ComputeZip(Pattern.AsSpan(0, 1024)));
        Assert.Equal(0xCEE9262C, OldPageChecksum.ComputeNew(Pattern));
        Assert.Equal(0xD2434C2B, OldPageChecksum.ComputeOld(Pattern));
    }
}
