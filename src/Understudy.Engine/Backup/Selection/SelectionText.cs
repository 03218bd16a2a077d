using System.Text;
using Understudy.Formats;

namespace Understudy.Engine.Backup;

/// <summary>Reads the values of the selecting options and the files that they name.</summary>
public static class SelectionText
{
    internal const string LostAndFound = "lost+found";

    private const string Quotes = "'\"`";

    /// <summary>Takes a list of names apart: of <c>--databases</c>, <c>--databases-exclude</c>.</summary>
    /// <param name="value">The value of the option.</param>
    /// <param name="option">The option, for messages.</param>
    /// <param name="rules">Whose rules hold.</param>
    /// <exception cref="FailureException">It cannot be meant as it is written.</exception>
    public static IReadOnlyList<string> Names(string value, string option, SelectionRules rules)
    {
        ArgumentNullException.ThrowIfNull(value);
        var names = value.Split(
            rules == SelectionRules.Native ? [' ', '\t', '\n', ','] : [' ', '\t'],
            StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            CheckName(name, option, rules);
        }

        return names;
    }

    /// <summary>Takes a list of expressions apart at commas that are not within braces or brackets.</summary>
    /// <param name="value">The value of the option.</param>
    public static IReadOnlyList<string> Expressions(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var expressions = new List<string>();
        var current = new StringBuilder();
        var closing = '\0';
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == ',' && closing == '\0')
            {
                expressions.Add(current.ToString());
                current.Clear();
                continue;
            }

            current.Append(c);
            closing = (c, closing) switch
            {
                ('{', '\0') => '}',
                ('[', '\0') => ']',
                _ when c == closing => '\0',
                _ => closing,
            };
            if (c == '\\' && closing == '\0' && i + 1 < value.Length)
            {
                current.Append(value[++i]);
            }
        }

        expressions.Add(current.ToString());
        return [.. expressions.Where(expression => expression.Length > 0)];
    }

    /// <summary>Reads a file with a name in each line: of <c>--databases-file</c>, <c>--tables-file</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option, for messages.</param>
    /// <param name="rules">Whose rules hold.</param>
    /// <param name="mustBeTables">Whether each line must name a table.</param>
    /// <exception cref="FailureException">The file cannot be read, or a line cannot be meant as it is written.</exception>
    public static IReadOnlyList<string> FileOf(string path, string option, SelectionRules rules, bool mustBeTables)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(FailureKind.Usage, $"{option}={path} cannot be read: {e.Message}");
        }

        var names = lines.Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        if (names.Length == 0)
        {
            throw new FailureException(FailureKind.Usage, $"{option}={path} names nothing", "write one name in each line");
        }

        foreach (var name in names)
        {
            CheckName(name, $"{option}={path}", rules);
            if (mustBeTables && !name.Contains('.', StringComparison.Ordinal))
            {
                throw new FailureException(FailureKind.Usage, $"{option}={path}: \"{name}\" has no dot", "each line must be database.table");
            }
        }

        return names;
    }

    /// <summary>The options as they could be given again, for the record.</summary>
    internal static IEnumerable<string> Describe(SelectionOptions options)
    {
        foreach (var (name, values) in ((string, IReadOnlyList<string>)[])[
            ("--databases", options.Databases), ("--databases-exclude", options.DatabasesExclude),
            ("--tables", options.Tables), ("--tables-exclude", options.TablesExclude), ("--tables-file", options.TableNames)])
        {
            if (values.Count > 0)
            {
                yield return $"{name}: {string.Join(' ', values)}";
            }
        }
    }

    private static void CheckName(string name, string option, SelectionRules rules)
    {
        if (Quotes.Contains(name[0], StringComparison.Ordinal) || Quotes.Contains(name[^1], StringComparison.Ordinal))
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{option}: the quotes in {name} would be part of the name, and nothing has it",
                "leave them out: quotes are for the shell, which takes them away");
        }

        if (name.AsSpan().IndexOfAny('/', '\\', '~') >= 0)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{option}: \"{name}\" contains a character that no name can have here",
                "write the name as its file has it, such as a@002fb for a/b");
        }

        if (rules == SelectionRules.MariaDbBackup && name.Contains(',', StringComparison.Ordinal))
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{option}: \"{name}\" would be one name with a comma, and nothing has it",
                "separate names by spaces: --databases=\"a b\"");
        }

        if (name.StartsWith('.') || name.EndsWith('.'))
        {
            throw new FailureException(FailureKind.Usage, $"{option}: \"{name}\" is neither a database nor database.table");
        }
    }
}
