using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class TablespaceFlagsTests
{
    // Seen on real servers.
    [Theory]
    [InlineData(0x13u, 4096, 4096, true, false, 0)]
    [InlineData(0x14u, 8192, 8192, true, false, 0)]
    [InlineData(0x15u, 16384, 16384, true, false, 0)]
    [InlineData(0x16u, 32768, 32768, true, false, 0)]
    [InlineData(0x17u, 65536, 65536, true, false, 0)]
    [InlineData(0x35u, 16384, 16384, true, true, 1)]
    [InlineData(0xD3u, 4096, 4096, true, true, 6)]
    [InlineData(0x0u, 16384, 16384, false, false, 0)]
    [InlineData(0x21u, 16384, 16384, false, false, 0)]
    [InlineData(0x421u, 16384, 16384, false, false, 0)]
    [InlineData(0xC0u, 4096, 4096, false, false, 0)]
    [InlineData(0x1C0u, 65536, 65536, false, false, 0)]
    [InlineData(0x1A1u, 32768, 32768, false, false, 0)]
    [InlineData(0x10021u, 16384, 16384, false, true, 0)]
    [InlineData(0x101E1u, 65536, 65536, false, true, 0)]
    [InlineData(0x23u, 16384, 1024, false, false, 0)]
    [InlineData(0x29u, 16384, 8192, false, false, 0)]
    [InlineData(0x2Bu, 16384, 16384, false, false, 0)]
    [InlineData(0xE5u, 4096, 2048, false, false, 0)]
    [InlineData(0x129u, 8192, 8192, false, false, 0)]
    public void Flags_OfServers_AreUnderstood(
        uint value, int logical, int physical, bool fullCrc32, bool pageCompressed, int algorithm)
    {
        var flags = new TablespaceFlags(value);
        Assert.True(flags.IsValid(logical));
        Assert.Equal(logical, flags.LogicalPageSize);
        Assert.Equal(physical, flags.PhysicalPageSize);
        Assert.Equal(fullCrc32, flags.IsFullCrc32);
        Assert.Equal(pageCompressed, flags.IsPageCompressed);
        Assert.Equal((PageCompressionAlgorithm)algorithm, flags.CompressionAlgorithm);
        Assert.Equal(value is 0x23 or 0x29 or 0x2B or 0xE5 or 0x129, flags.IsCompressedRowFormat);
        foreach (var other in new[] { 4096, 8192, 16384, 32768, 65536 })
        {
            Assert.Equal(other == logical, flags.IsValid(other));
        }
    }

    [Theory]
    [InlineData(0x12u, 4096)] // page of 2 KiB
    [InlineData(0x18u, 65536)] // page of 128 KiB
    [InlineData(0xF5u, 16384)] // algorithm 7
    [InlineData(0x115u, 16384)] // reserved bit of full_crc32
    [InlineData(0x161u, 16384)] // page size 5 of the legacy format
    [InlineData(0x20u, 16384)] // ATOMIC_BLOBS alone
    [InlineData(0x2Du, 16384)] // zip page of 32 KiB
    [InlineData(0xE9u, 4096)] // zip page larger than the page
    [InlineData(0x3u, 16384)] // zip without ATOMIC_BLOBS
    [InlineData(0x1A9u, 32768)] // zip on pages of 32 KiB
    [InlineData(0x10029u, 16384)] // zip and page_compressed
    [InlineData(0x821u, 16384)] // reserved bits of the legacy format
    [InlineData(0x20021u, 16384)]
    [InlineData(0x8000021u, 16384)]
    [InlineData(0x15u, 0)]
    [InlineData(0x15u, 16383)]
    public void Flags_NoServerWrites_AreNotValid(uint value, int serverPageSize) =>
        Assert.False(new TablespaceFlags(value).IsValid(serverPageSize));

    [Fact]
    public void Flags_AnyValue_ValidMeansSizesArePossible() =>
        Prop.ForAll<uint>(seed =>
        {
            foreach (var value in new[] { seed, seed & 0x3FF, seed & 0x103FF })
            {
                var flags = new TablespaceFlags(value);
                var valid = 0;
                for (var size = 4096; size <= 65536; size *= 2)
                {
                    if (flags.IsValid(size))
                    {
                        valid++;
                        if (flags.LogicalPageSize != size || flags.PhysicalPageSize is < 1024 or > 65536
                            || flags.PhysicalPageSize > size)
                        {
                            return false;
                        }
                    }
                }

                if (valid > 1)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
}
