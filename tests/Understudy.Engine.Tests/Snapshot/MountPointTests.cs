using Understudy.Engine.Snapshot;

namespace Understudy.Engine.Tests.Snapshot;

public sealed class MountPointTests
{
    private const string Table =
        """
        21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        30 21 0:40 / /var/lib rw,relatime shared:7 master:2 - zfs tank/lib rw
        31 30 253:3 /sub\040dir /var/lib/mysql rw - xfs /dev/mapper/vg0-data rw,noquota
        32 21 0:50 /@db /srv/my\040db rw - btrfs /dev/sdb rw,subvol=/@db
        33 21 0:51 / /over rw - tmpfs tmpfs rw
        34 21 8:2 / /over rw - ext4 /dev/sdc rw
        what is no line
        """;

    [Theory]
    [InlineData("/var/lib/mysql", "xfs", "/dev/mapper/vg0-data", "sub dir")]
    [InlineData("/var/lib/mysql/d", "xfs", "/dev/mapper/vg0-data", "sub dir/d")]
    [InlineData("/var/lib/mysql2", "zfs", "tank/lib", "mysql2")]
    [InlineData("/srv/my db/data", "btrfs", "/dev/sdb", "@db/data")]
    [InlineData("/home/x", "ext4", "/dev/sda1", "home/x")]
    [InlineData("/over/x", "ext4", "/dev/sdc", "x")]
    public void Find_OfAPath_IsTheDeepestMountAboveIt(string path, string fileSystem, string source, string inside)
    {
        var mount = MountPoint.Find(Table, path);

        Assert.NotNull(mount);
        Assert.Equal((fileSystem, source, inside), (mount.FileSystem, mount.Source, mount.PathInFileSystem(path)));
    }

    [Fact]
    public void Find_WithoutAMount_IsNothing() => Assert.Null(MountPoint.Find("", "/x"));
}
