using System.Text;

namespace Understudy.Formats.BackupInfo;

/// <summary>
/// The <c>…_info</c> file: seventeen lines about a backup, for people and scripts. Texts, so that any can be read.
/// </summary>
public sealed record BackupInfoFile
{
    /// <summary>Longer values are cut when the file is read.</summary>
    private const int ValueCharsMax = 65536;

    /// <summary>A UUID made for this backup by the server.</summary>
    public string Uuid { get; init; } = string.Empty;

    /// <summary>A name that the user gave (<c>--history</c>).</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The base name of the program.</summary>
    public string ToolName { get; init; } = string.Empty;

    /// <summary>Its arguments, joined by a blank, passwords masked by the caller.</summary>
    public string ToolCommand { get; init; } = string.Empty;

    /// <summary>The server version that the program belongs to.</summary>
    public string ToolVersion { get; init; } = string.Empty;

    /// <summary>The same once more.</summary>
    public string IbbackupVersion { get; init; } = string.Empty;

    /// <summary><c>SELECT VERSION()</c>.</summary>
    public string ServerVersion { get; init; } = string.Empty;

    /// <summary>When the backup started: <c>YYYY-MM-DD hh:mm:ss</c>, local time.</summary>
    public string StartTime { get; init; } = string.Empty;

    /// <summary>When it ended, likewise.</summary>
    public string EndTime { get; init; } = string.Empty;

    /// <summary>How long locks were held, in seconds.</summary>
    public string LockTime { get; init; } = string.Empty;

    /// <summary>See <see cref="FormatBinlogPosition"/>; empty without a binary log.</summary>
    public string BinlogPosition { get; init; } = string.Empty;

    /// <summary>As <c>from_lsn</c> in the checkpoints file.</summary>
    public string InnodbFromLsn { get; init; } = string.Empty;

    /// <summary>As <c>to_lsn</c> in the checkpoints file.</summary>
    public string InnodbToLsn { get; init; } = string.Empty;

    /// <summary>Whether some tables were left out.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether the backup is incremental.</summary>
    public bool IsIncremental { get; init; }

    /// <summary><c>file</c> or <c>mbstream</c>.</summary>
    public string Format { get; init; } = "file";

    /// <summary>Whether the files are compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The text of <see cref="BinlogPosition"/>.</summary>
    /// <param name="file">The base name of the binary log file.</param>
    /// <param name="position">The position in it, in bytes.</param>
    /// <param name="gtid">The GTID position; may be empty.</param>
    public static string FormatBinlogPosition(string file, ulong position, string gtid)
        => $"filename '{file}', position '{position}', GTID of the last change '{gtid}'";

    /// <summary>
    /// Reads such a file leniently: in any order, lines that are missing leave the default, unknown ones are skipped.
    /// </summary>
    /// <param name="text">The whole file.</param>
    public static BackupInfoFile Parse(string text)
    {
        var values = new Dictionary<string, string>();
        foreach (var (key, value) in InfoLines.Split(text))
        {
            values.TryAdd(key, value.Length > ValueCharsMax ? value[..ValueCharsMax] : value);
        }

        string Get(string key) => values.GetValueOrDefault(key, string.Empty);
        return new BackupInfoFile
        {
            Uuid = Get("uuid"),
            Name = Get("name"),
            ToolName = Get("tool_name"),
            ToolCommand = Get("tool_command"),
            ToolVersion = Get("tool_version"),
            IbbackupVersion = Get("ibbackup_version"),
            ServerVersion = Get("server_version"),
            StartTime = Get("start_time"),
            EndTime = Get("end_time"),
            LockTime = Get("lock_time"),
            BinlogPosition = Get("binlog_pos"),
            InnodbFromLsn = Get("innodb_from_lsn"),
            InnodbToLsn = Get("innodb_to_lsn"),
            IsPartial = Get("partial") == "Y",
            IsIncremental = Get("incremental") == "Y",
            Format = values.GetValueOrDefault("format", "file"),
            IsCompressed = Get("compressed") == "compressed",
        };
    }

    /// <summary>
    /// The file, byte for byte as mariadb-backup writes it (UTF-8). A newline in a value becomes a blank.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Append(text, "uuid", Uuid);
        Append(text, "name", Name);
        Append(text, "tool_name", ToolName);
        Append(text, "tool_command", ToolCommand);
        Append(text, "tool_version", ToolVersion);
        Append(text, "ibbackup_version", IbbackupVersion);
        Append(text, "server_version", ServerVersion);
        Append(text, "start_time", StartTime);
        Append(text, "end_time", EndTime);
        Append(text, "lock_time", LockTime);
        Append(text, "binlog_pos", BinlogPosition);
        Append(text, "innodb_from_lsn", InnodbFromLsn);
        Append(text, "innodb_to_lsn", InnodbToLsn);
        Append(text, "partial", IsPartial ? "Y" : "N");
        Append(text, "incremental", IsIncremental ? "Y" : "N");
        Append(text, "format", Format);
        Append(text, "compressed", IsCompressed ? "compressed" : "N");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, string value)
        => text.Append(key).Append(" = ").Append(value.ReplaceLineEndings(" ")).Append('\n');
}
