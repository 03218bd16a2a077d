using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Understudy.Formats.FileNames;

/// <summary>
/// The <c>filename</c> character set: how the server writes names of databases, tables and partitions in file names.
/// Letters, digits and <c>_</c> stand for themselves, some letters are <c>@</c> and two characters, everything else is
/// <c>@</c> and four lower-case hexadecimal digits. Source: strings/ctype-utf8.c (my_mb_wc_filename,
/// my_wc_mb_filename), sql/sql_table.cc (tablename_to_filename); the table was read off running servers.
/// </summary>
public static class FilenameCharset
{
    /// <summary>How the server shows a name whose file name is not in this character set: this, then the file
    /// name.</summary>
    public const string UndecodablePrefix = "#mysql50#";

    private const char Escape = '@';
    private const string ReservedSuffix = "@@@";
    private const char EscapeFirst = '0';
    private const int EscapeRange = 80;

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static readonly char[] LetterOfEscape = BuildLetterOfEscape();
    private static readonly Dictionary<char, int> EscapeOfLetter = BuildEscapeOfLetter();

    /// <summary>The name that the server shows for a file name (without extension and partition parts).</summary>
    public static string Decode(ReadOnlySpan<char> fileName) =>
        TryDecode(fileName, out var name) ? name : string.Concat(UndecodablePrefix, fileName);

    /// <summary>Decodes a file name.</summary>
    /// <returns>False if it is not in this character set: of a table made before MySQL 5.1, a temporary one
    /// (<c>#sql…</c>), or not the server's at all.</returns>
    public static bool TryDecode(ReadOnlySpan<char> fileName, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (fileName.EndsWith(ReservedSuffix))
        {
            fileName = fileName[..^ReservedSuffix.Length];
        }

        if (fileName.IsEmpty)
        {
            return false;
        }

        if (!fileName.ContainsAnyExcept(PlainCharacters))
        {
            name = fileName.ToString();
            return true;
        }

        var decoded = new StringBuilder(fileName.Length);
        while (!fileName.IsEmpty)
        {
            var length = DecodeOne(fileName, out var character);
            if (length == 0)
            {
                return false;
            }

            decoded.Append(character);
            fileName = fileName[length..];
        }

        name = decoded.ToString();
        return true;
    }

    /// <summary>The file name (without extension) of a database, table or partition.</summary>
    /// <exception cref="ArgumentException">The server takes no such name.</exception>
    public static string Encode(ReadOnlySpan<char> name) =>
        TryEncode(name, out var fileName)
            ? fileName
            : throw new ArgumentException($"\"{name}\" cannot be the name of a table", nameof(name));

    /// <summary>Encodes a name.</summary>
    /// <returns>False if the server takes no such name: empty, or with NUL or characters above U+FFFF.</returns>
    public static bool TryEncode(ReadOnlySpan<char> name, [NotNullWhen(true)] out string? fileName)
    {
        fileName = null;
        if (name.StartsWith(UndecodablePrefix) && name.Length > UndecodablePrefix.Length)
        {
            fileName = name[UndecodablePrefix.Length..].ToString();
            return true;
        }

        if (name.IsEmpty)
        {
            return false;
        }

        var encoded = new StringBuilder(name.Length + 8);
        foreach (var character in name)
        {
            if (character == '\0' || char.IsSurrogate(character))
            {
                return false;
            }

            EncodeOne(encoded, character);
        }

        if (ReservedNames.Contains(name))
        {
            encoded.Append(ReservedSuffix);
        }

        fileName = encoded.ToString();
        return true;
    }

    private static int DecodeOne(ReadOnlySpan<char> source, out char character)
    {
        character = source[0];
        if (character != Escape)
        {
            return PlainCharacters.Contains(character) ? 1 : 0;
        }

        if (source.Length >= 3 && source[1] - EscapeFirst is >= 0 and < EscapeRange
            && source[2] - EscapeFirst is >= 0 and < EscapeRange)
        {
            character = LetterOfEscape[((source[1] - EscapeFirst) * EscapeRange) + source[2] - EscapeFirst];
            if (character != '\0')
            {
                return 3;
            }
        }

        if (source.Length < 5 || source[1..5].ContainsAnyExcept(HexDigits))
        {
            return 0;
        }

        character = (char)ushort.Parse(source[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return character == '\0' || char.IsSurrogate(character) ? 0 : 5;
    }

    private static void EncodeOne(StringBuilder encoded, char character)
    {
        if (PlainCharacters.Contains(character))
        {
            encoded.Append(character);
        }
        else if (EscapeOfLetter.TryGetValue(character, out var index))
        {
            encoded.Append(Escape).Append(FilenameCharsetTable.Escapes, 2 * index, 2);
        }
        else
        {
            encoded.Append(Escape).Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }
    }

    private static char[] BuildLetterOfEscape()
    {
        var letters = new char[EscapeRange * EscapeRange];
        var escapes = FilenameCharsetTable.Escapes;
        for (var i = 0; i < FilenameCharsetTable.Letters.Length; i++)
        {
            var slot = ((escapes[2 * i] - EscapeFirst) * EscapeRange) + escapes[(2 * i) + 1] - EscapeFirst;
            letters[slot] = FilenameCharsetTable.Letters[i];
        }

        return letters;
    }

    private static Dictionary<char, int> BuildEscapeOfLetter()
    {
        var indexes = new Dictionary<char, int>(FilenameCharsetTable.Letters.Length);
        for (var i = 0; i < FilenameCharsetTable.Letters.Length; i++)
        {
            indexes[FilenameCharsetTable.Letters[i]] = i;
        }

        return indexes;
    }
}
