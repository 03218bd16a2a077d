namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> CheckOptions =>
    [
        Client("log-innodb-page-corruption", FaceOptionKind.Switch, B, "goes on when pages are damaged, and lists them in `innodb_corrupted_pages`. The backup then ends with exit code 1 and without `completed OK!`, where mariadb-backup says that all is well"),
        Server("extended-validation", FaceOptionKind.Switch, B, "decrypts encrypted pages to check what is in them too, if the keys of file_key_management can be read. Everything else of every page is checked anyway"),
        Server("encrypted-backup", FaceOptionKind.Switch, B, "whether a page is encrypted is known from its tablespace, not guessed") with { Default = "1", Disposition = FaceDisposition.Accepted },
        Server("innodb-force-recovery", FaceOptionKind.OptionalNumber, P, "a page that cannot be rolled forward is an error whatever this says; with a number above 0 a line says so") with { Default = "0", Max = 6, Disposition = FaceDisposition.Accepted },
    ];
}
