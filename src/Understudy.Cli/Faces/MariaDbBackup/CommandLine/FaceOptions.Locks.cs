namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static string[] QueryTypes => ["ALL", "UPDATE", "SELECT"];

    private static IReadOnlyList<FaceOption> LockOptions =>
    [
        Client("no-lock", FaceOptionKind.Switch, B, "takes no lock: only InnoDB tables are of one moment, DDL near the end is an error, and no position of the binary log is written"),
        Client("ftwrl-wait-timeout", FaceOptionKind.Number, B, "another name of `--startup-wait-timeout`") with { Default = "0", Max = int.MaxValue, AliasOf = "startup-wait-timeout" },
        Client("startup-wait-timeout", FaceOptionKind.Number, B, "seconds to wait for running statements before anything is blocked, and for each stage of the locks; 0 for as long as it takes") with { Default = "0", Max = int.MaxValue },
        Ignored("ftwrl-wait-threshold", FaceOptionKind.Number, FaceScope.Client, B, "without effect in mariadb-backup too") with { Default = "60" },
        Ignored("ftwrl-wait-query-type", FaceOptionKind.Choice, FaceScope.Client, B, "without effect in mariadb-backup too") with { Choices = QueryTypes },
        Ignored("kill-long-queries-timeout", FaceOptionKind.Number, FaceScope.Client, B, "without effect in mariadb-backup too") with { Default = "0" },
        Ignored("kill-long-query-type", FaceOptionKind.Choice, FaceScope.Client, B, "without effect in mariadb-backup too") with { Choices = QueryTypes },
        Server("lock-ddl-per-table", FaceOptionKind.Switch, B, "holds each InnoDB table against DDL; DDL that waits for one is killed at the end, with a warning. Needs CONNECTION ADMIN"),
        Ignored("rsync", FaceOptionKind.Switch, FaceScope.Client, B, "obsolete in mariadb-backup too"),
        Ignored("no-backup-locks", FaceOptionKind.Switch, FaceScope.Client, B, "obsolete in mariadb-backup too"),
        Server("innodb-log-checkpoint-now", FaceOptionKind.Switch, B, "has the server make a checkpoint first, so that less redo log is copied"),
    ];
}
