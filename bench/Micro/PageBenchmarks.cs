using BenchmarkDotNet.Attributes;
using Understudy.Formats.Checksums;
using Understudy.Formats.InnoDb;

namespace Understudy.Bench.Micro;

/// <summary>What is done with every page of every backup.</summary>
public class PageBenchmarks
{
    private const int Pages = 256; // a block of a copying thread
    private readonly byte[] _block = new byte[Pages * SamplePage.Size];
    private readonly TablespaceFormat _format = SamplePage.Format();

    /// <summary>Makes the pages.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var page = SamplePage.Make();
        for (var i = 0; i < Pages; i++)
        {
            page.CopyTo(_block.AsSpan(i * SamplePage.Size));
        }
    }

    /// <summary>CRC-32C alone.</summary>
    [Benchmark(Description = "page checksum")]
    [Bytes((long)Pages * SamplePage.Size)]
    public uint Checksum()
    {
        uint sum = 0;
        for (var i = 0; i < Pages; i++)
        {
            sum ^= Crc32C.Compute(_block.AsSpan(i * SamplePage.Size, SamplePage.Size - sizeof(uint)));
        }

        return sum;
    }

    /// <summary>All that a page is verified for.</summary>
    [Benchmark(Description = "page verify")]
    [Bytes((long)Pages * SamplePage.Size)]
    public int Verify()
    {
        var valid = 0;
        for (var i = 0; i < Pages; i++)
        {
            valid += PageVerifier.Verify(_block.AsSpan(i * SamplePage.Size, SamplePage.Size), _format, SamplePage.Number) == PageStatus.Valid ? 1 : 0;
        }

        return valid == Pages ? valid : throw new InvalidOperationException($"{valid} of {Pages} pages are valid");
    }
}
