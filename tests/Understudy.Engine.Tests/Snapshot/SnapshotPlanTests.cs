using Understudy.Engine.Snapshot;

namespace Understudy.Engine.Tests.Snapshot;

public sealed class SnapshotPlanTests
{
    private const string Target = "/snapshots/monday";

    [Fact]
    public void Make_OfASubvolume_SnapsItToTheTargetAndMakesThatReadOnly()
    {
        var plan = Make(new SnapshotVolume(SnapshotProvider.Btrfs, "/srv/db", "btrfs", "mysql"));

        Assert.Equal(["btrfs subvolume snapshot /srv/db /snapshots/monday"], Lines(plan.Create));
        Assert.Empty(plan.Open);
        Assert.Equal(["btrfs property set -t subvol /snapshots/monday ro true"], Lines(plan.Seal));
        Assert.Equal(
            ["btrfs property set -t subvol /snapshots/monday ro false", "btrfs subvolume delete /snapshots/monday"], Lines(plan.Discard));
        Assert.False(plan.NeedsDirectory);
    }

    [Theory]
    [InlineData("xfs", "mount -o nouuid /dev/vg0/s1 /snapshots/monday")]
    [InlineData("ext4", "mount /dev/vg0/s1 /snapshots/monday")]
    public void Make_OfALogicalVolume_SnapsAndMountsIt(string fileSystem, string mount)
    {
        var plan = Make(new SnapshotVolume(SnapshotProvider.Lvm, "vg0/data-lv", fileSystem, ""));

        Assert.Equal(["lvcreate --snapshot --name s1 --extents 15%ORIGIN vg0/data-lv"], Lines(plan.Create));
        Assert.Equal([mount], Lines(plan.Open));
        Assert.Equal(["mount -o remount,ro /snapshots/monday"], Lines(plan.Seal));
        Assert.Equal(["umount /snapshots/monday", "lvremove --yes vg0/s1"], Lines(plan.Discard));
        Assert.True(plan.NeedsDirectory);
    }

    [Fact]
    public void Make_OfADataset_SnapsAndClonesIt()
    {
        var plan = Make(new SnapshotVolume(SnapshotProvider.Zfs, "tank/db/mysql", "zfs", ""));

        Assert.Equal(["zfs snapshot tank/db/mysql@s1"], Lines(plan.Create));
        Assert.Equal(["zfs clone -o mountpoint=/snapshots/monday tank/db/mysql@s1 tank/s1"], Lines(plan.Open));
        Assert.Equal(["zfs set readonly=on tank/s1"], Lines(plan.Seal));
        Assert.Equal(["zfs destroy tank/s1", "zfs destroy tank/db/mysql@s1"], Lines(plan.Discard));
    }

    [Fact]
    public void Make_OfACommand_RunsItForEachStepWithWhatItMustKnow()
    {
        var plan = SnapshotPlan.Make(new SnapshotVolume(SnapshotProvider.Exec, "/dev/nvme1n1", "ext4", "lib/mysql"), "s1", Target, "/etc/snap.sh", "");

        Assert.All([.. plan.Create, .. plan.Open, .. plan.Seal, .. plan.Discard], command => Assert.Equal("sh -c /etc/snap.sh", command.ToString()));
        Assert.Equal(
            ["create", "open", "seal", "discard"],
            new[] { plan.Create, plan.Open, plan.Seal, plan.Discard }.Select(step => step.Single().Environment["UNDERSTUDY_SNAPSHOT_STEP"]));
        Assert.Equal(
            [
                "UNDERSTUDY_DATA_PATH=lib/mysql", "UNDERSTUDY_DEVICE=/dev/nvme1n1", "UNDERSTUDY_FILE_SYSTEM=ext4", "UNDERSTUDY_SNAPSHOT_NAME=s1",
                "UNDERSTUDY_SNAPSHOT_STEP=create", "UNDERSTUDY_TARGET_DIR=/snapshots/monday",
            ],
            plan.Create[0].Environment.Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));
    }

    private static SnapshotPlan Make(SnapshotVolume volume) => SnapshotPlan.Make(volume, "s1", Target, command: null, "15%ORIGIN");

    private static IEnumerable<string> Lines(IReadOnlyList<SnapshotCommand> commands) => commands.Select(command => command.ToString());
}
