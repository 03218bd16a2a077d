namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> SelectionOptions =>
    [
        Client("databases", FaceOptionKind.Text, B, "takes these databases only, each `db` or `db.table`, separated by spaces; also as SQL has the names. A comma, quotes in a name, and a selection that finds nothing are errors"),
        Client("databases-file", FaceOptionKind.Text, B, "a file with a `db` or `db.table` to take in each line; the last may lack its newline, and carriage returns do not count"),
        Client("databases-exclude", FaceOptionKind.Text, B, "leaves out these databases. A `db.table` without any `--databases` leaves out its whole database, with a warning"),
        Client("tables", FaceOptionKind.Text, B, "takes tables in whose `db.table` one of these POSIX extended regular expressions is found; commas within `{}` and `[]` do not separate"),
        Client("tables-file", FaceOptionKind.Text, B, "a file with a `db.table` to take in each line"),
        Client("tables-exclude", FaceOptionKind.Text, B, "leaves out tables in whose `db.table` one of these expressions is found"),
        Server("rocksdb-backup", FaceOptionKind.Switch, B, "backs up MyRocks too; `--skip-rocksdb-backup` leaves it out") with { Default = "1" },
    ];
}
