using System.Text;
using System.Text.RegularExpressions;
using Understudy.Testing;

namespace Understudy.Architecture.Tests.Documents;

/// <summary>Users look up a message in docs/guide.md by its words, so the words there must be those of the program.</summary>
public sealed partial class TroubleshootingTests
{
    private const int FragmentMin = 6;

    // Said by the operating system.
    private static readonly string[] NotOurs = ["Permission denied", "No space left on device"];

    private static readonly Lazy<string> Sources = new(ReadSources);

    public static TheoryData<string> Messages =>
    [
        .. MarkdownSection.Read("docs/guide.md", "## Troubleshooting").FirstCells
            .SelectMany(cell => Code().Matches(cell).Select(match => match.Groups["text"].Value)),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Guide_OfEveryMessage_HasTheProgramsWords(string message)
    {
        foreach (var fragment in message.Split('…').Select(part => part.Trim()).Where(part => part.Length >= FragmentMin))
        {
            var ours = NotOurs.Aggregate(fragment, (text, other) => text.Replace(other, "", StringComparison.Ordinal)).Trim(' ', ':');
            Assert.Contains(ours, Sources.Value, StringComparison.Ordinal);
        }
    }

    private static string ReadSources()
    {
        var all = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.PathOf("src"), "*.cs", SearchOption.AllDirectories))
        {
            all.AppendLine(File.ReadAllText(file));
        }

        return all.ToString();
    }

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
