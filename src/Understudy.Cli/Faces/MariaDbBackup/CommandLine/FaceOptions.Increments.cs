namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> IncrementOptions =>
    [
        Refused("incremental-basedir", FaceOptionKind.Text, B, "not yet"),
        Refused("incremental-lsn", FaceOptionKind.Text, B, "not yet"),
        Refused("incremental-dir", FaceOptionKind.Text, P, "not yet"),
        Refused("incremental-history-name", FaceOptionKind.Text, B, "not yet"),
        Refused("incremental-history-uuid", FaceOptionKind.Text, B, "not yet"),
        Ignored("incremental-force-scan", FaceOptionKind.Switch, FaceScope.Client, B, "every page is looked at anyway"),
        Client("history", FaceOptionKind.OptionalText, B, "adds a row to `mysql.mariadb_backup_history`, under this name if one is given"),
    ];
}
