namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> ReplicationOptions =>
    [
        Client("slave-info", FaceOptionKind.Switch, B, "records what this server replicates from"),
        Client("safe-slave-backup", FaceOptionKind.Switch, B, "stops the SQL threads of all connections while the backup runs, at a moment without temporary tables; they run again however the backup ends"),
        Client("safe-slave-backup-timeout", FaceOptionKind.Number, B, "seconds to look for such a moment") with { Default = "300", Max = int.MaxValue },
        Client("galera-info", FaceOptionKind.Switch, B, "records the node's position in its cluster, rotates its binary log and adds the newest file of that, and `ib_buffer_pool`"),
        Client("binlog-info", FaceOptionKind.OptionalChoice, B, "whether the position of the binary log is recorded. `lockless` is the same as `on`: the position is read under the lock that is held anyway") with { Default = "auto", Choices = ["off", "lockless", "on", "auto"] },
    ];
}
