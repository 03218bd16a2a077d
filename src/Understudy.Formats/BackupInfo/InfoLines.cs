namespace Understudy.Formats.BackupInfo;

/// <summary>Files of lines <c>key = value</c>.</summary>
internal static class InfoLines
{
    /// <summary>No file of this kind has more; more are not looked at.</summary>
    private const int LinesMax = 64;

    /// <summary>Keys and values in the order of the file; lines without <c>=</c> have an empty key.</summary>
    public static List<KeyValuePair<string, string>> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<KeyValuePair<string, string>>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            if (lines.Count >= LinesMax || line.IsWhiteSpace())
            {
                continue;
            }

            var equals = line.IndexOf('=');
            var key = equals < 0 ? default : line[..equals];
            var value = line[(equals + 1)..];
            lines.Add(new KeyValuePair<string, string>(key.Trim().ToString(), value.Trim().ToString()));
        }

        return lines;
    }
}
