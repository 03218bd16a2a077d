using System.Text.RegularExpressions;
using Understudy.Testing;

namespace Understudy.Architecture.Tests.Documents;

/// <summary>Classes and members that a document names exist; a rename must reach the documents too.</summary>
public sealed partial class CodeNamesTests
{
    private static readonly Lazy<HashSet<string>> Words = new(ReadWords);

    public static TheoryData<string> Documents =>
    [
        "ARCHITECTURE.md",
        .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_EveryNameOfCode_Exists(string document)
    {
        var missing = RepositoryFiles.ReadLines(document)
            .SelectMany(line => Name().Matches(line).Select(match => match.Groups["name"].Value))
            .Where(name => name.Split('.').Any(part => !Words.Value.Contains(part)))
            .Distinct()
            .ToArray();
        Assert.True(missing.Length == 0, $"{document} names what is not in the code: {string.Join(", ", missing)}");
    }

    private static HashSet<string> ReadWords() =>
    [
        .. new[] { "src", "tests", "tools" }
            .SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value)),
    ];

    // A name in two humps at least, maybe with a member: `RedoLogCopier`, `RedoLogCopier.StopAt`.
    [GeneratedRegex("`(?<name>([A-Z][a-z0-9]+){2,}(\\.[A-Z][A-Za-z0-9]+)*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("[A-Za-z][A-Za-z0-9]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Word();
}
