using System.Globalization;
using System.IO.Compression;

namespace Understudy.Fuzz.Inputs;

/// <summary>The golden files of the tests, as inputs to start from.</summary>
public static class SeedFiles
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Seeds");

    /// <summary>The files whose names match.</summary>
    public static IReadOnlyList<byte[]> Matching(string pattern)
        => Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes)]
            : [];

    /// <summary>The pieces of a packed file, whose lengths are the last column of the table beside it.</summary>
    public static IReadOnlyList<byte[]> Pieces(string stem)
    {
        var pieces = new List<byte[]>();
        var folder = Path.Combine(Folder, "InnoDb");
        if (!File.Exists(Path.Combine(folder, stem + ".tsv")))
        {
            return pieces;
        }

        using var packed = new GZipStream(
            File.OpenRead(Path.Combine(folder, stem + ".gz")), CompressionMode.Decompress);
        foreach (var line in File.ReadLines(Path.Combine(folder, stem + ".tsv")).Skip(1))
        {
            var piece = new byte[int.Parse(line.Split('\t')[^1], CultureInfo.InvariantCulture)];
            packed.ReadExactly(piece);
            pieces.Add(piece);
        }

        return pieces;
    }
}
