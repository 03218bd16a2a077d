namespace Understudy.Engine.Snapshot;

/// <summary>What makes a storage snapshot.</summary>
public enum SnapshotProvider
{
    /// <summary>Whatever fits the file system of the data directory.</summary>
    Auto,

    /// <summary>A snapshot of a btrfs subvolume.</summary>
    Btrfs,

    /// <summary>A clone of every file, on XFS or btrfs: a backup with <c>--method=reflink</c>.</summary>
    Reflink,

    /// <summary>A snapshot of a logical volume, mounted.</summary>
    Lvm,

    /// <summary>A snapshot of a ZFS dataset, and a clone of it.</summary>
    Zfs,

    /// <summary>A command of the user's.</summary>
    Exec,
}
