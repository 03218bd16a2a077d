namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> IncrementOptions =>
    [
        Client("incremental-basedir", FaceOptionKind.Text, B, "makes an increment on this backup, or on the one whose `--extra-lsndir` this was. A backup of another server is refused"),
        Client("incremental-lsn", FaceOptionKind.Text, B, "makes an increment from this LSN on, a decimal number; goes before the other ways to say where it starts. One that the server has not reached is refused"),
        Client("incremental-dir", FaceOptionKind.Text, P, "merges this increment into the prepared backup in `--target-dir`. The increment is not changed, and this can be killed and run again"),
        Client("incremental-history-name", FaceOptionKind.Text, B, "makes an increment on the newest backup of this name in `mysql.mariadb_backup_history`"),
        Client("incremental-history-uuid", FaceOptionKind.Text, B, "makes an increment on the backup of this UUID there"),
        Ignored("incremental-force-scan", FaceOptionKind.Switch, FaceScope.Client, B, "every page is looked at anyway"),
        Client("history", FaceOptionKind.OptionalText, B, "adds a row to `mysql.mariadb_backup_history`, under this name if one is given"),
    ];
}
