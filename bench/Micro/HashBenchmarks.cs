using BenchmarkDotNet.Attributes;
using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;

namespace Understudy.Bench.Micro;

/// <summary>What the manifest says of the content of files, of a block of a copying thread.</summary>
public class HashBenchmarks : IDisposable
{
    private const int BlockBytes = 4 << 20;

    private readonly byte[] _block = new byte[BlockBytes];
    private readonly ContentHash _xxh64 = ContentHash.Create(HashKind.Xxh64);
    private readonly ContentHash _sha256 = ContentHash.Create(HashKind.Sha256);

    /// <summary>Makes the block.</summary>
    [GlobalSetup]
    public void Setup() => new Random(5).NextBytes(_block);

    /// <summary>Without another word.</summary>
    [Benchmark(Description = "hash, XXH64")]
    [Bytes(BlockBytes)]
    public void Xxh64() => _xxh64.Append(_block);

    /// <summary>With --checksum=sha256.</summary>
    [Benchmark(Description = "hash, SHA-256")]
    [Bytes(BlockBytes)]
    public void Sha256() => _sha256.Append(_block);

    /// <summary>Ends both.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _xxh64.Dispose();
        _sha256.Dispose();
        GC.SuppressFinalize(this);
    }
}
