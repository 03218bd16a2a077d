namespace Understudy.Engine.Snapshot;

/// <summary>The storage that a snapshot is made of.</summary>
/// <param name="Provider">What makes the snapshot.</param>
/// <param name="Source">The subvolume's directory (btrfs), the logical volume as <c>group/volume</c>, the dataset (ZFS), or the device.</param>
/// <param name="FileSystem">The type of the file system.</param>
/// <param name="DataPath">The data directory, relative to the root of what is snapped; empty when it is that root.</param>
public sealed record SnapshotVolume(SnapshotProvider Provider, string Source, string FileSystem, string DataPath);
