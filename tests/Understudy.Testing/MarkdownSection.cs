namespace Understudy.Testing;

/// <summary>A part of a document: the lines below a heading up to the next heading of the same or a higher level.</summary>
/// <param name="Lines">The lines without the heading.</param>
public sealed record MarkdownSection(IReadOnlyList<string> Lines)
{
    /// <summary>The first cells of the rows of all tables of the section, without those of the tables' heads.</summary>
    public IEnumerable<string> FirstCells => Rows.Select(row => row[0]);

    /// <summary>The rows of all tables of the section, without those of the tables' heads.</summary>
    public IEnumerable<string[]> Rows
    {
        get
        {
            var isBody = false;
            foreach (var line in Lines)
            {
                if (!line.StartsWith('|'))
                {
                    isBody = false;
                }
                else if (line.StartsWith("| ---", StringComparison.Ordinal))
                {
                    isBody = true;
                }
                else if (isBody)
                {
                    yield return [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
                }
            }
        }
    }

    /// <summary>Finds a section.</summary>
    /// <param name="document">The document, relative to the repository.</param>
    /// <param name="heading">The whole heading, as <c>### Name</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such heading.</exception>
    public static MarkdownSection Read(string document, string heading)
    {
        var lines = RepositoryFiles.ReadLines(document);
        var start = Array.IndexOf(lines, heading);
        if (start < 0)
        {
            throw new InvalidOperationException($"{document} has no heading \"{heading}\"");
        }

        var level = heading.TakeWhile(c => c == '#').Count();
        return new MarkdownSection([.. lines.Skip(start + 1).TakeWhile(line => !IsHeading(line, level))]);
    }

    private static bool IsHeading(string line, int levelMax)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        return level > 0 && level <= levelMax && line.Length > level && line[level] == ' ';
    }
}
