using System.IO.Compression;

namespace Understudy.Formats.Tests.InnoDb;

/// <summary>The files of Golden/InnoDb: a table whose last column is the length of each piece, and the pieces.</summary>
internal static class Golden
{
    public static IEnumerable<(string[] Row, byte[] Bytes)> Read(string stem)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Golden", "InnoDb");
        using var pieces = new GZipStream(File.OpenRead(Path.Combine(folder, stem + ".gz")), CompressionMode.Decompress);
        foreach (var line in File.ReadLines(Path.Combine(folder, stem + ".tsv")).Skip(1))
        {
            var row = line.Split('\t');
            var bytes = new byte[int.Parse(row[^1])];
            pieces.ReadExactly(bytes);
            yield return (row, bytes);
        }
    }
}
