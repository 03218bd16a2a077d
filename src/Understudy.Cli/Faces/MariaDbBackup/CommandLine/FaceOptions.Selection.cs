namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> SelectionOptions =>
    [
        Refused("databases", FaceOptionKind.Text, B, "not yet"),
        Refused("databases-file", FaceOptionKind.Text, B, "not yet"),
        Refused("databases-exclude", FaceOptionKind.Text, B, "not yet"),
        Refused("tables", FaceOptionKind.Text, B, "not yet"),
        Refused("tables-file", FaceOptionKind.Text, B, "not yet"),
        Refused("tables-exclude", FaceOptionKind.Text, B, "not yet"),
        Server("rocksdb-backup", FaceOptionKind.Switch, B, "backs up MyRocks too; `--skip-rocksdb-backup` leaves it out") with { Default = "1" },
    ];
}
