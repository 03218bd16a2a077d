using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Understudy.Formats.BackupInfo;

/// <summary>The <c>…_checkpoints</c> file: five lines, in a fixed order.</summary>
/// <param name="Type">What the directory holds.</param>
/// <param name="From">
/// 0 of a full backup; of an incremental where it starts: the <paramref name="To"/> of its base.
/// </param>
/// <param name="To">The newest checkpoint when the copy ended; the next incremental starts there.</param>
/// <param name="Last">The end of the redo log in the backup. Null when the file does not say.</param>
/// <param name="RecoverBinlogInfo">
/// Whether preparing must take the binary log position from InnoDB. Null when the file does not say.
/// </param>
public sealed record BackupCheckpoints(BackupType Type, Lsn From, Lsn To, Lsn? Last, bool? RecoverBinlogInfo)
{
    private const string TypeKey = "backup_type";
    private const string FromKey = "from_lsn";
    private const string ToKey = "to_lsn";
    private const string LastKey = "last_lsn";
    private const string RecoverKey = "recover_binlog_info";

    private static readonly (BackupType Type, string Text)[] Types =
    [
        (BackupType.Full, "full-backuped"),
        (BackupType.Incremental, "incremental"),
        (BackupType.LogApplied, "log-applied"),
    ];

    /// <summary>Reads the file; the last two lines may be missing. Never throws.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="checkpoints">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out BackupCheckpoints? checkpoints,
        [NotNullWhen(false)] out string? whyNot)
    {
        checkpoints = null;
        var lines = InfoLines.Split(text);
        if (!TryTake(lines, 0, TypeKey, out var typeText, out whyNot)
            || !TryTakeLsn(lines, 1, FromKey, out var from, out whyNot)
            || !TryTakeLsn(lines, 2, ToKey, out var to, out whyNot))
        {
            return false;
        }

        var type = Array.FindIndex(Types, known => known.Text == typeText);
        if (type < 0)
        {
            whyNot = $"{TypeKey} is '{typeText}', expected {string.Join(", ", Types.Select(known => known.Text))}";
            return false;
        }

        var next = 3;
        Lsn? last = null;
        if (TryTakeLsn(lines, next, LastKey, out var lastLsn, out _))
        {
            last = lastLsn;
            next++;
        }

        bool? recover = TryTake(lines, next, RecoverKey, out var recoverText, out _)
            ? recoverText != "0"
            : null;
        checkpoints = new BackupCheckpoints(Types[type].Type, from, to, last, recover);
        whyNot = null;
        return true;
    }

    /// <summary>The file, byte for byte as mariadb-backup writes it (ASCII). Lines not known are left out.</summary>
    public string ToText()
    {
        var type = Array.Find(Types, known => known.Type == Type).Text;
        var text = $"{TypeKey} = {type}\n{FromKey} = {From}\n{ToKey} = {To}\n";
        if (Last is { } last)
        {
            text += $"{LastKey} = {last}\n";
        }

        if (RecoverBinlogInfo is { } recover)
        {
            text += $"{RecoverKey} = {(recover ? 1 : 0).ToString(CultureInfo.InvariantCulture)}\n";
        }

        return text;
    }

    private static bool TryTake(
        List<KeyValuePair<string, string>> lines,
        int index,
        string key,
        [NotNullWhen(true)] out string? value,
        [NotNullWhen(false)] out string? whyNot)
    {
        if (index >= lines.Count || lines[index].Key != key)
        {
            value = null;
            whyNot = $"line {index + 1} is not '{key} = …'";
            return false;
        }

        value = lines[index].Value;
        whyNot = null;
        return true;
    }

    private static bool TryTakeLsn(
        List<KeyValuePair<string, string>> lines,
        int index,
        string key,
        out Lsn lsn,
        [NotNullWhen(false)] out string? whyNot)
    {
        lsn = Lsn.None;
        if (!TryTake(lines, index, key, out var text, out whyNot))
        {
            return false;
        }

        if (Lsn.TryParse(text, out lsn))
        {
            return true;
        }

        whyNot = $"{key} is '{text}', expected a number";
        return false;
    }
}
