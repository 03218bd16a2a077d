using System.Text;

namespace Understudy.Formats.OptionFile;

/// <summary>
/// Reads MariaDB option files as the server's programs do. The rules were taken from what <c>my_print_defaults</c>
/// prints (README.md of this folder lists them). Files that are included are the caller's to read, at the place of the
/// directive and at most <see cref="IncludeDepthMax"/> deep.
/// </summary>
public static class OptionFileReader
{
    /// <summary>How deep the server's programs follow includes; deeper ones are skipped with a warning.</summary>
    public const int IncludeDepthMax = 10;

    /// <summary>The server reads lines in pieces of so many bytes; each piece counts as a line.</summary>
    private const int LineBytesMax = 4094;

    /// <summary>Reads a file. Never throws.</summary>
    /// <param name="file">The whole file; text is taken for UTF-8.</param>
    public static OptionFileContent Parse(ReadOnlySpan<byte> file)
    {
        var entries = new List<OptionFileEntry>();
        string? group = null;
        var lineNumber = 0;
        while (!file.IsEmpty)
        {
            lineNumber++;
            var line = TrimStart(TakeLine(ref file));
            if (line.IsEmpty || line[0] is (byte)'#' or (byte)';')
            {
                continue;
            }

            string? error = null;
            if (line[0] == '!')
            {
                error = AddDirective(line, group ?? string.Empty, lineNumber, entries);
            }
            else if (line[0] == '[')
            {
                error = TryReadGroup(line, ref group);
            }
            else if (group is null)
            {
                error = "an option before any [group]";
            }
            else
            {
                entries.Add(ReadOption(line, group, lineNumber));
            }

            if (error is not null)
            {
                return new OptionFileContent(entries, new OptionFileError(lineNumber, error));
            }
        }

        return new OptionFileContent(entries, null);
    }

    /// <summary>A line without what follows a NUL; the newline may be part of it.</summary>
    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> file)
    {
        var window = file[..Math.Min(file.Length, LineBytesMax)];
        var end = window.IndexOf((byte)'\n');
        var line = end < 0 ? window : window[..(end + 1)];
        file = file[line.Length..];
        var nul = line.IndexOf((byte)0);
        return nul < 0 ? line : line[..nul];
    }

    private static string? AddDirective(
        ReadOnlySpan<byte> line,
        string group,
        int lineNumber,
        List<OptionFileEntry> entries)
    {
        var rest = TrimStart(line[1..]);
        OptionFileEntryKind kind;
        if (TryTakeWord(ref rest, "includedir"u8))
        {
            kind = OptionFileEntryKind.IncludeDirectory;
        }
        else if (TryTakeWord(ref rest, "include"u8))
        {
            kind = OptionFileEntryKind.Include;
        }
        else
        {
            return null; // Directives that are not known are skipped.
        }

        var path = TrimEnd(TrimStart(rest));
        if (path.IsEmpty)
        {
            return "an include without a path";
        }

        entries.Add(new OptionFileEntry(kind, group, string.Empty, string.Empty, ToText(path), lineNumber));
        return null;
    }

    private static bool TryTakeWord(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        if (!text.StartsWith(word) || text.Length == word.Length || !IsSpace(text[word.Length]))
        {
            return false;
        }

        text = text[word.Length..];
        return true;
    }

    private static string? TryReadGroup(ReadOnlySpan<byte> line, ref string? group)
    {
        var end = line.IndexOf((byte)']');
        if (end < 0)
        {
            return "a [group] without its closing bracket";
        }

        group = ToText(TrimEnd(line[1..end]));
        return null;
    }

    private static OptionFileEntry ReadOption(ReadOnlySpan<byte> line, string group, int lineNumber)
    {
        var text = TrimEnd(line[..FindComment(line)]);
        var equals = text.IndexOf((byte)'=');
        var name = ToText(TrimEnd(equals < 0 ? text : text[..equals]));
        var value = equals < 0 ? null : ReadValue(TrimStart(text[(equals + 1)..]));
        return new OptionFileEntry(
            OptionFileEntryKind.Option,
            group,
            name.Replace('-', '_'),
            name,
            value,
            lineNumber);
    }

    /// <summary>Where a comment starts within the line: at the first <c>#</c> that is not in quotes.</summary>
    private static int FindComment(ReadOnlySpan<byte> line)
    {
        byte quote = 0;
        var escaped = false;
        for (var i = 0; i < line.Length; i++)
        {
            var current = line[i];
            if (current is (byte)'\'' or (byte)'"' && !escaped)
            {
                if (quote == 0)
                {
                    quote = current;
                }
                else if (quote == current)
                {
                    quote = 0;
                }
            }
            else if (current == '#' && quote == 0)
            {
                return i;
            }

            // A backslash protects what follows only within quotes.
            escaped = quote != 0 && current == '\\' && !escaped;
        }

        return line.Length;
    }

    private static string ReadValue(ReadOnlySpan<byte> value)
    {
        if (value.Length >= 2 && value[0] is (byte)'\'' or (byte)'"' && value[^1] == value[0])
        {
            value = value[1..^1];
        }

        Span<byte> plain = stackalloc byte[LineBytesMax];
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i == value.Length - 1)
            {
                plain[length++] = value[i];
                continue;
            }

            i++;
            var replacement = Unescape(value[i]);
            if (replacement == 0)
            {
                plain[length++] = (byte)'\\';
                plain[length++] = value[i];
            }
            else
            {
                plain[length++] = replacement;
            }
        }

        return ToText(plain[..length]);
    }

    /// <summary>What a letter behind a backslash stands for; 0 when the backslash is to be kept.</summary>
    private static byte Unescape(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'s' => (byte)' ',
        (byte)'"' or (byte)'\'' or (byte)'\\' => letter,
        _ => 0,
    };

    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text) => text.TrimStart(" \t\n\v\f\r"u8);

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text) => text.TrimEnd(" \t\n\v\f\r"u8);

    private static bool IsSpace(byte value) => " \t\n\v\f\r"u8.Contains(value);

    private static string ToText(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
