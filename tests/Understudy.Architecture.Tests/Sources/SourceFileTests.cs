using Understudy.Testing;

namespace Understudy.Architecture.Tests.Sources;

/// <summary>What a program can check of the sources, a person does not.</summary>
public sealed class SourceFileTests
{
    private const int LineCountMax = 400;

    private static readonly string[] Folders = ["src", "tests", "tools", "docs"];
    private static readonly string[] Endings = [".cs", ".sh", ".md", ".csproj"];

    [Fact]
    public void SourceFiles_Length_IsBounded()
    {
        var tooLong = Files(".cs").Where(f => File.ReadLines(f).Count() > LineCountMax).Select(Relative);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Files_NamePlacesOfOneMachine_Nowhere()
    {
        // Put together here so that this file does not name it either.
        var place = string.Concat("/", "work", "/");
        var named = Endings.SelectMany(Files).Where(f => File.ReadAllText(f).Contains(place, StringComparison.Ordinal)).Select(Relative);

        Assert.Empty(named);
    }

    [Fact]
    public void SourceFiles_UseNumbersOf128Bits_Nowhere()
    {
        // Code that touches a type with one of those in it cannot be compiled ahead: it is compiled at every start.
        var used = Files(".cs")
            .Where(f => Relative(f).StartsWith("src", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Any(line => line.Contains("Int128", StringComparison.Ordinal) && !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))
            .Select(Relative);

        Assert.Empty(used);
    }

    [Fact]
    public void SourceFiles_AreFound() => Assert.True(Files(".cs").Count() > 100);

    private static IEnumerable<string> Files(string ending) => Folders
        .Select(RepositoryFiles.PathOf)
        .Where(Directory.Exists)
        .SelectMany(d => Directory.EnumerateFiles(d, $"*{ending}", SearchOption.AllDirectories));

    private static string Relative(string file) => Path.GetRelativePath(RepositoryFiles.Root, file);
}
