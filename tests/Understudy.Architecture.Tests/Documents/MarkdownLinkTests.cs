using System.Text;
using System.Text.RegularExpressions;
using Understudy.Testing;

namespace Understudy.Architecture.Tests.Documents;

/// <summary>A link from one document to a file or a heading of the repository leads somewhere.</summary>
public sealed partial class MarkdownLinkTests
{
    private static readonly string[] NotOurs = ["artifacts", ".git", "bin", "obj", "node_modules"];

    public static TheoryData<string> Documents => [.. Find(RepositoryFiles.Root).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_AllItsRelativeLinks_LeadSomewhere(string document)
    {
        var broken = Links(document).Where(link => !Leads(document, link)).ToArray();
        Assert.True(broken.Length == 0, $"{document} links to what is not there: {string.Join(", ", broken)}");
    }

    [Fact]
    public void Documents_AreFound() => Assert.Contains("README.md", Find(RepositoryFiles.Root));

    private static IEnumerable<string> Find(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*.md"))
        {
            yield return Path.GetRelativePath(RepositoryFiles.Root, file);
        }

        foreach (var below in Directory.EnumerateDirectories(directory).Where(d => !NotOurs.Contains(Path.GetFileName(d))))
        {
            foreach (var file in Find(below))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Links(string document) => Prose(document)
        .SelectMany(line => Link().Matches(InlineCode().Replace(line, "")))
        .Select(match => match.Groups["target"].Value)
        .Where(target => !Scheme().IsMatch(target));

    private static IEnumerable<string> Prose(string document)
    {
        var isCode = false;
        foreach (var line in RepositoryFiles.ReadLines(document))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return line;
            }
        }
    }

    private static bool Leads(string document, string link)
    {
        var parts = link.Split('#', 2);
        var path = parts[0].Length == 0
            ? document
            : Path.GetRelativePath(
                RepositoryFiles.Root, Path.GetFullPath(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(document)!, parts[0])));
        var full = RepositoryFiles.PathOf(path);
        return parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal)
            ? File.Exists(full) || Directory.Exists(full)
            : File.Exists(full) && Prose(path).Where(line => line.StartsWith('#')).Any(line => Anchor(line) == parts[1]);
    }

    // As the usual hosts make them of headings: lower case, blanks to dashes, punctuation dropped.
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in heading.TrimStart('#').Trim())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_')
            {
                anchor.Append(char.ToLowerInvariant(c));
            }
            else if (c == ' ')
            {
                anchor.Append('-');
            }
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`(?!\\])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex("^[a-z]+:", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();
}
