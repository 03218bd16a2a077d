using System.Buffers;

namespace Understudy.Server;

/// <summary>Tells sorts of statements apart by their first word.</summary>
internal static class QueryWords
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n(;");

    private static readonly HashSet<string> Reading =
        new(["SELECT", "WITH", "VALUES", "TABLE", "SHOW", "DESCRIBE", "EXPLAIN", "CHECKSUM"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Defining =
        new(["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "OPTIMIZE", "REPAIR"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Writing =
        new(["INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "DO", "EXECUTE", "HANDLER", "BEGIN", "COMMIT", "XA", "LOCK"], StringComparer.OrdinalIgnoreCase);

    // In front of a statement that this one runs with other settings, or only explains or traces.
    private const string Comment = "/*";

    /// <summary>Whether a statement is DDL.</summary>
    internal static bool IsDefinition(string? statement) => Defining.Contains(FirstWord(statement));

    /// <summary>Whether a statement is of a kind.</summary>
    internal static bool Is(string? statement, QueryKind kind)
    {
        var word = FirstWord(statement);
        return kind switch
        {
            QueryKind.Select => Reading.Contains(word),
            QueryKind.Update => Writing.Contains(word) || Defining.Contains(word),
            _ => word.Length > 0,
        };
    }

    /// <summary>The first word of a statement, without comments in front of it.</summary>
    internal static string FirstWord(string? statement)
    {
        var text = statement.AsSpan().TrimStart();
        while (text.StartsWith(Comment))
        {
            var end = text.IndexOf("*/", StringComparison.Ordinal);
            if (end < 0)
            {
                return "";
            }

            text = text[(end + 2)..].TrimStart();
        }

        var length = text.IndexOfAny(WordEnds);
        return (length < 0 ? text : text[..length]).ToString();
    }
}
