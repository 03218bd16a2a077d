using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Backup.Start;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Snapshot;

/// <summary>Finds out what storage the server's files are on, and that it is one.</summary>
internal static class SnapshotVolumeFinder
{
    // Every btrfs subvolume's own directory has this number.
    private const ulong SubvolumeInode = 256;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Decides what is snapped, and by what.</summary>
    /// <param name="wanted">What the user asked for.</param>
    /// <param name="layout">Where the server's files are.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static SnapshotVolume Find(SnapshotProvider wanted, ServerLayout layout, CancellationToken cancellation)
    {
        var data = RealPath.Of(layout.DataDirectory);
        var mount = MountPoint.Find(File.ReadAllText("/proc/self/mountinfo"), data)
            ?? throw new FailureException(FailureKind.Failed, $"/proc/self/mountinfo names nothing that {data} is on");
        var provider = wanted == SnapshotProvider.Auto ? Detect(mount, cancellation) : wanted;
        return provider switch
        {
            SnapshotProvider.Btrfs => OfBtrfs(mount, data),
            SnapshotProvider.Lvm => new SnapshotVolume(
                provider, LogicalVolume(mount, cancellation) ?? throw NotOn(data, mount, "a logical volume"), mount.FileSystem, mount.PathInFileSystem(data)),
            SnapshotProvider.Zfs when mount.FileSystem != "zfs" => throw NotOn(data, mount, "ZFS"),
            _ => new SnapshotVolume(provider, mount.Source, mount.FileSystem, mount.PathInFileSystem(data)),
        };
    }

    /// <summary>Refuses servers with files that a snapshot of one volume does not have, or has elsewhere than below the data directory.</summary>
    internal static void RequireOneVolume(ServerLayout layout, SourceListing listing)
    {
        var data = StatusOf(layout.DataDirectory);
        string[] single = [layout.RedoLogFile, layout.AriaControlFile];
        var odd = listing.Units.SelectMany(unit => unit.Files)
            .Where(file => file.FullPath != Path.Combine(layout.DataDirectory, file.Path) || file.Status.Device != data.Device)
            .Select(file => file.FullPath)
            .Concat(single.Where(path => Path.GetDirectoryName(path) != layout.DataDirectory || StatusOf(path).Device != data.Device))
            .Concat(RocksDbElsewhere(layout, data))
            .FirstOrDefault();
        if (odd is not null)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{odd} is not in its usual place in {layout.DataDirectory} on one volume: a snapshot of that volume alone would not hold the server",
                "--provider=reflink takes such servers when all is on one file system; understudy backup takes any");
        }
    }

    /// <summary>Refuses a target where the snapshot cannot appear, before anybody waits for it.</summary>
    internal static void RequireTarget(SnapshotVolume volume, string target)
    {
        if (volume.Provider != SnapshotProvider.Btrfs)
        {
            return;
        }

        var mounts = File.ReadAllText("/proc/self/mountinfo");
        var source = MountPoint.Find(mounts, volume.Source);
        var there = MountPoint.Find(mounts, RealPath.Of(target));
        if (source is null || there?.Source != source.Source)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"a snapshot of the btrfs subvolume {volume.Source} can only appear on the same file system: {target} is on {there?.Source} ({there?.FileSystem})",
                $"choose a --target-dir below {source?.Path}, outside of the data directory");
        }
    }

    private static IEnumerable<string> RocksDbElsewhere(ServerLayout layout, FileStatus data) =>
        layout.RocksDbDirectory is { } rocks && (Path.GetDirectoryName(rocks) != layout.DataDirectory || StatusOf(rocks).Device != data.Device) ? [rocks] : [];

    private static SnapshotProvider Detect(MountPoint mount, CancellationToken cancellation) => mount.FileSystem switch
    {
        "btrfs" => SnapshotProvider.Btrfs,
        "zfs" => SnapshotProvider.Zfs,
        _ when mount.Source.StartsWith("/dev/mapper/", StringComparison.Ordinal) && LogicalVolume(mount, cancellation) is not null => SnapshotProvider.Lvm,
        _ => SnapshotProvider.Reflink,
    };

    private static SnapshotVolume OfBtrfs(MountPoint mount, string data)
    {
        if (mount.FileSystem != "btrfs")
        {
            throw NotOn(data, mount, "btrfs");
        }

        for (var root = data; ; root = Path.GetDirectoryName(root)!)
        {
            if (StatusOf(root).Inode == SubvolumeInode)
            {
                return new SnapshotVolume(SnapshotProvider.Btrfs, root, mount.FileSystem, data[root.Length..].Trim('/'));
            }

            if (root == mount.Path)
            {
                throw new FailureException(FailureKind.Failed, $"the btrfs subvolume of {data} is not visible here, only a directory of it, mounted at {root}");
            }
        }
    }

    private static string? LogicalVolume(MountPoint mount, CancellationToken cancellation)
    {
        var (code, output) = SnapshotShell.Run(
            SnapshotCommand.Of("lvs", "--noheadings", "--separator", "/", "--options", "vg_name,lv_name", mount.Source), AskTimeout, cancellation);
        return code == 0 && output.Contains('/', StringComparison.Ordinal) ? output.Trim() : null;
    }

    private static FileStatus StatusOf(string path) =>
        FileStatus.TryRead(path, out var status) ? status : throw new FileNotFoundException($"there is no {path}", path);

    private static FailureException NotOn(string data, MountPoint mount, string what) => new(
        FailureKind.Failed, $"{data} is not on {what}, but on {mount.Source} ({mount.FileSystem}), mounted at {mount.Path}", "choose another --provider");
}
