using BenchmarkDotNet.Attributes;
using Understudy.Storage.Streams;

namespace Understudy.Bench.Micro;

/// <summary>A file into a stream of mbstream that goes nowhere.</summary>
public class StreamBenchmarks : IDisposable
{
    private const int BlockBytes = 4 << 20;

    private readonly byte[] _block = new byte[BlockBytes];
    private StreamOutput? _output;
    private ChunkWriter? _writer;
    private long _offset;

    /// <summary>Opens the stream.</summary>
    [GlobalSetup]
    public void Setup()
    {
        new Random(4).NextBytes(_block);
        _output = new StreamOutput(File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write), "/dev/null");
        _writer = new ChunkWriter(_output);
    }

    /// <summary>Checksum, header and payload of one chunk.</summary>
    [Benchmark(Description = "mbstream writing")]
    [Bytes(BlockBytes)]
    public void Write()
    {
        _writer!.Payload("sales/orders.ibd", _block, _offset);
        _offset += BlockBytes;
    }

    /// <summary>Ends the stream.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _output?.Dispose();
        GC.SuppressFinalize(this);
    }
}
