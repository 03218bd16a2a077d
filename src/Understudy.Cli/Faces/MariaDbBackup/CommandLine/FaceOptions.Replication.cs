namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> ReplicationOptions =>
    [
        Client("slave-info", FaceOptionKind.Switch, B, "records what this server replicates from"),
        Refused("safe-slave-backup", FaceOptionKind.Switch, B, "not yet"),
        Ignored("safe-slave-backup-timeout", FaceOptionKind.Number, FaceScope.Client, B, "belongs to `--safe-slave-backup`") with { Default = "300" },
        Client("galera-info", FaceOptionKind.Switch, B, "records the node's position in its cluster, rotates its binary log and adds the newest file of that, and `ib_buffer_pool`"),
        Client("binlog-info", FaceOptionKind.OptionalChoice, B, "whether the position of the binary log is recorded. `lockless` is the same as `on`: the position is read under the lock that is held anyway") with { Default = "auto", Choices = ["off", "lockless", "on", "auto"] },
    ];
}
