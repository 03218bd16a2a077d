namespace Understudy.Formats.Tests;

/// <summary>Files of real servers, made by tools/make-engine-goldens.sh.</summary>
public static class EngineGoldens
{
    public static TheoryData<string> Versions => ["10.11", "11.8"];

    public static byte[] Read(string version, string name) => File.ReadAllBytes(PathOf(version, name));

    public static string[] ReadLines(string version, string name) => File.ReadAllLines(PathOf(version, name));

    public static IEnumerable<string> Names(string version, string pattern)
        => Directory.EnumerateFiles(PathOf(version, string.Empty), pattern)
            .Select(Path.GetFileName)
            .OfType<string>()
            .Order(StringComparer.Ordinal);

    private static string PathOf(string version, string name)
        => Path.Combine(AppContext.BaseDirectory, "Golden", "engines", version, name);
}
