using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Understudy.Formats.BackupInfo;

/// <summary>
/// The <c>…_binlog_info</c> file: one line of a file name, a position and a GTID position, with tabs between.
/// </summary>
/// <param name="File">The base name of the binary log file.</param>
/// <param name="Position">The position in it, in bytes.</param>
/// <param name="Gtid">
/// <c>gtid_current_pos</c>, may be empty; null in the form of two fields that prepare writes.
/// </param>
public sealed record BinlogInfo(string File, ulong Position, string? Gtid)
{
    private const char Separator = '\t';

    /// <summary>Reads the file. Never throws.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="info">What it says.</param>
    /// <returns>False when it is empty or not of this form.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out BinlogInfo? info)
    {
        ArgumentNullException.ThrowIfNull(text);
        info = null;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var fields = (end < 0 ? text : text[..end]).Split(Separator);
        if (fields.Length is not (2 or 3)
            || fields[0].Length == 0
            || !ulong.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return false;
        }

        info = new BinlogInfo(fields[0], position, fields.Length == 3 ? fields[2] : null);
        return true;
    }

    /// <summary>The file, byte for byte as mariadb-backup writes it.</summary>
    public string ToText() => Gtid is null
        ? $"{File}{Separator}{Position}\n"
        : $"{File}{Separator}{Position}{Separator}{Gtid}\n";
}
