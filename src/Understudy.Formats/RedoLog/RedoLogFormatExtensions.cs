namespace Understudy.Formats.RedoLog;

/// <summary>What a <see cref="RedoLogFormat"/> implies.</summary>
public static class RedoLogFormatExtensions
{
    /// <summary>Whether the log can be read: written by MariaDB 10.8 or later.</summary>
    public static bool IsSupported(this RedoLogFormat format) =>
        format is RedoLogFormat.Physical or RedoLogFormat.PhysicalEncrypted or RedoLogFormat.PhysicalEncryptedOld;

    /// <summary>Whether mini-transactions carry a nonce; see <see cref="MiniTransaction.TryFrame"/>.</summary>
    public static bool IsEncrypted(this RedoLogFormat format) =>
        format is RedoLogFormat.PhysicalEncrypted or RedoLogFormat.PhysicalEncryptedOld;

    /// <summary>The servers that write the format, for messages.</summary>
    public static string WrittenBy(this RedoLogFormat format) => format switch
    {
        RedoLogFormat.Physical or RedoLogFormat.PhysicalEncrypted or RedoLogFormat.PhysicalEncryptedOld =>
            "MariaDB 10.8 or later",
        RedoLogFormat.BeforeMariaDb102 => "MariaDB before 10.2.2",
        RedoLogFormat.MariaDb102 => "MariaDB 10.2 or MySQL 5.7",
        RedoLogFormat.MariaDb103 => "MariaDB 10.3",
        RedoLogFormat.MariaDb104 => "MariaDB 10.4",
        RedoLogFormat.MariaDb105 => "MariaDB 10.5, 10.6 or 10.7",
        _ => "an unknown server",
    };
}
