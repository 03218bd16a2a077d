namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> ModeOptions =>
    [
        Client("backup", FaceOptionKind.Switch, B, "takes a backup of a running server into `--target-dir`"),
        Client("prepare", FaceOptionKind.Switch, P, "rolls the backup in `--target-dir` forward; can be done several times"),
        Client("apply-log", FaceOptionKind.Switch, P, "another name of `--prepare`") with { OnlyIn = "10.11", AliasOf = "prepare" },
        Client("apply-log-only", FaceOptionKind.Switch, P, "what every prepare does: increments can always be applied after it. The programs of later series refuse it") with { OnlyIn = "10.1", Disposition = FaceDisposition.Accepted },
        Client("copy-back", FaceOptionKind.Switch, C, "copies a backup into the data directory"),
        Client("move-back", FaceOptionKind.Switch, C, "the same, moving the files"),
        Client("decompress", FaceOptionKind.Switch, D, "unpacks `.qp` files; no `qpress` is needed"),
        Client("print-param", FaceOptionKind.Switch, C, "prints the server's settings that `--copy-back` goes by"),
        Client("version", FaceOptionKind.Bare, FaceModes.All, "prints one line on standard error") with { Letter = 'v' },
        Server("help", FaceOptionKind.Bare, FaceModes.All, "prints all options on standard output") with { Letter = '?' },
        Client("innobackupex", FaceOptionKind.Switch, FaceModes.All, "as the first argument: the old interface. The directory is a bare word; without `--apply-log`, `--copy-back`, `--move-back` or `--decompress` a backup is taken, in a directory below it that is named for the time, or with `--no-timestamp` in it. `--include=REGEX` is `--tables`, `--databases=/FILE` is `--databases-file`, and `--incremental` goes with what says where the increment starts. Anywhere else it is an error"),
        Client("target-dir", FaceOptionKind.Text, FaceModes.All, "the backup; a missing one is made, but not its parent. `--backup` takes a directory that holds other files, as long as none has a name that is needed. Default: `./xtrabackup_backupfiles/` for servers before 11.1 and what they left, else `./mariadb_backup_files/`"),
        Server("datadir", FaceOptionKind.Text, C, "the data directory to fill [`/var/lib/mysql`]; in `--backup` the server's own word counts") with { Letter = 'h' },
        Client("extra-lsndir", FaceOptionKind.Text, B, "writes the checkpoints and info files there too"),
        Client("force-non-empty-directories", FaceOptionKind.Switch, C, "takes a data directory that holds other files; none is ever overwritten"),
        Client("export", FaceOptionKind.Switch, P, "writes a `.cfg` beside each `.ibd`, for `IMPORT TABLESPACE`; runs the server's program, which must be in PATH or a usual place"),
        Server("rocksdb-datadir", FaceOptionKind.Text, C, "where the files of MyRocks go [`#rocksdb` in the data directory]"),
        Client("verbose", FaceOptionKind.Switch, FaceModes.All, "messages are always complete") with { Letter = 'V', Disposition = FaceDisposition.Accepted },
        Server("mysqld-args", FaceOptionKind.Bare, FaceModes.All, "all that follows are options of the server; those that mean nothing here are passed over"),
        Server("defaults-group", FaceOptionKind.Text, FaceModes.All, "one more group of option files with settings of the server"),
    ];
}
