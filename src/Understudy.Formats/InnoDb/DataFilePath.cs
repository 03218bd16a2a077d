using System.Globalization;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// The files of the system tablespace, in the order of their pages: <c>@@innodb_data_file_path</c>, such as
/// <c>ibdata1:12M;ibdata2:50M:autoextend:max:1G:autoshrink</c>. Source: SysTablespace::parse_params in
/// storage/innobase/fsp/fsp0sysspace.cc; the rule of absolute paths: fil_make_filepath_low in fil0fil.cc.
/// </summary>
public sealed class DataFilePath
{
    private const long Mebibyte = 1 << 20;

    private DataFilePath(IReadOnlyList<SystemDataFile> files) => Files = files;

    /// <summary>The files; at least one.</summary>
    public IReadOnlyList<SystemDataFile> Files { get; }

    /// <summary>Reads the setting.</summary>
    /// <param name="text"><c>@@innodb_data_file_path</c>.</param>
    /// <param name="homeDirectory"><c>@@innodb_data_home_dir</c>; null when unset.</param>
    /// <param name="result">The files, or null.</param>
    /// <param name="whyNot">Null, or what is wrong: syntax, or a raw device, which cannot be copied as a file.</param>
    public static bool TryParse(string text, string? homeDirectory, out DataFilePath? result, out string? whyNot)
    {
        result = null;
        var files = new List<SystemDataFile>();
        var rest = text.AsSpan();
        do
        {
            if (!TryTakeEntry(ref rest, homeDirectory, out var file, out whyNot))
            {
                whyNot = $"innodb_data_file_path \"{text}\": {whyNot}";
                return false;
            }

            files.Add(file!);
        }
        while (!rest.IsEmpty);

        result = new DataFilePath(files);
        return true;
    }

    private static bool TryTakeEntry(
        ref ReadOnlySpan<char> rest, string? home, out SystemDataFile? file, out string? whyNot)
    {
        file = null;
        var pathEnd = PathLength(rest);
        if (pathEnd <= 0 || rest[..pathEnd].Contains(';'))
        {
            whyNot = $"expected a path and \":\" at \"{rest}\"";
            return false;
        }

        var path = rest[..pathEnd].ToString();
        rest = rest[(pathEnd + 1)..];
        if (!TryTakeSize(ref rest, out var size))
        {
            whyNot = $"the size of {path} is not a size of 1 MiB or more, at \"{rest}\"";
            return false;
        }

        if (rest.StartsWith("newraw") || rest.StartsWith("raw"))
        {
            whyNot = $"{path} is a raw device, which is not supported";
            return false;
        }

        long? max = null;
        var isExtending = TryTake(ref rest, ":autoextend");
        if (isExtending && TryTake(ref rest, ":max:"))
        {
            if (!TryTakeSize(ref rest, out var maxSize))
            {
                whyNot = $"the maximum of {path} is not a size of 1 MiB or more, at \"{rest}\"";
                return false;
            }

            max = maxSize;
        }

        var isShrinking = isExtending && TryTake(ref rest, ":autoshrink");
        if (!rest.IsEmpty && (isExtending || !TryTake(ref rest, ";")))
        {
            whyNot = isExtending ? $"only the last file can be autoextend, not {path}" : $"not understood: \"{rest}\"";
            return false;
        }

        file = new SystemDataFile(Combine(home, path), size, isExtending, max, isShrinking);
        whyNot = null;
        return true;
    }

    // The path ends at the first colon that is not followed by a slash, a backslash or another colon.
    private static int PathLength(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ':' && (i + 1 == text.Length || text[i + 1] is not ('/' or '\\' or ':')))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool TryTakeSize(ref ReadOnlySpan<char> rest, out long bytes)
    {
        bytes = 0;
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length : digits;
        if (!long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var shift = digits == rest.Length ? 0 : (rest[digits] | 0x20) switch
        {
            'g' => 30,
            'm' => 20,
            'k' => 10,
            _ => 0,
        };
        if (number > long.MaxValue >> shift)
        {
            return false;
        }

        rest = rest[(digits + (shift == 0 ? 0 : 1))..];
        bytes = (number << shift) / Mebibyte * Mebibyte;
        return bytes > 0;
    }

    private static bool TryTake(ref ReadOnlySpan<char> rest, string word)
    {
        if (!rest.StartsWith(word))
        {
            return false;
        }

        rest = rest[word.Length..];
        return true;
    }

    // A real home directory is glued in front even of an absolute path.
    private static string Combine(string? home, string path)
    {
        var isNoHome = string.IsNullOrEmpty(home) || home is "." or "./";
        if (isNoHome || (path[0] == '/' && home!.StartsWith("./", StringComparison.Ordinal)))
        {
            return path;
        }

        return $"{home!.TrimEnd('/')}/{path.TrimStart('/')}";
    }
}
