using BenchmarkDotNet.Attributes;
using Understudy.Formats.FileNames;

namespace Understudy.Bench.Micro;

/// <summary>Names of tables from names of files: one for each file in every listing.</summary>
public class NameBenchmarks
{
    private static readonly string[] Names =
        [.. Enumerable.Range(0, 64).Select(i => FilenameCharset.Encode(i % 4 == 0 ? $"Bestellung-{i} für Zürich" : $"sales_{i}"))];

    /// <summary>One name.</summary>
    [Benchmark(Description = "file name decoding", OperationsPerInvoke = 64)]
    public int Decode()
    {
        var length = 0;
        foreach (var name in Names)
        {
            length += FilenameCharset.Decode(name).Length;
        }

        return length;
    }
}
