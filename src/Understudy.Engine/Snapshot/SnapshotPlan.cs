namespace Understudy.Engine.Snapshot;

/// <summary>The commands of a snapshot's life.</summary>
/// <param name="Create">While commits are blocked: makes the snapshot.</param>
/// <param name="Open">Afterwards: makes it appear in the target directory, writable.</param>
/// <param name="Seal">Makes it read-only.</param>
/// <param name="Discard">Removes it, sealed or not.</param>
internal sealed record SnapshotPlan(
    IReadOnlyList<SnapshotCommand> Create,
    IReadOnlyList<SnapshotCommand> Open,
    IReadOnlyList<SnapshotCommand> Seal,
    IReadOnlyList<SnapshotCommand> Discard)
{
    /// <summary>Whether something is mounted on the target, which must be a directory then.</summary>
    internal bool NeedsDirectory { get; private init; }

    /// <summary>Puts the commands together; nothing is run.</summary>
    /// <param name="volume">What is snapped.</param>
    /// <param name="name">The name of the snapshot.</param>
    /// <param name="target">The absolute path where it is to appear.</param>
    /// <param name="command">The user's command, of the provider <c>exec</c>.</param>
    /// <param name="lvmExtents">The room for changes of a logical volume's snapshot.</param>
    internal static SnapshotPlan Make(SnapshotVolume volume, string name, string target, string? command, string lvmExtents) => volume.Provider switch
    {
        SnapshotProvider.Btrfs => OfBtrfs(volume.Source, target),
        SnapshotProvider.Lvm => OfLvm(volume, name, target, lvmExtents),
        SnapshotProvider.Zfs => OfZfs(volume.Source, name, target),
        SnapshotProvider.Exec => OfCommand(volume, name, target, command ?? throw new ArgumentNullException(nameof(command))),
        SnapshotProvider.Reflink => new SnapshotPlan([], [], [], [SnapshotCommand.Of("rm", "-rf", "--", target)]),
        _ => throw new ArgumentOutOfRangeException(nameof(volume), volume.Provider, "no provider"),
    };

    private static SnapshotPlan OfBtrfs(string source, string target) => new(
        [SnapshotCommand.Of("btrfs", "subvolume", "snapshot", source, target)],
        [],
        [SnapshotCommand.Of("btrfs", "property", "set", "-t", "subvol", target, "ro", "true")],
        [
            SnapshotCommand.Of("btrfs", "property", "set", "-t", "subvol", target, "ro", "false"),
            SnapshotCommand.Of("btrfs", "subvolume", "delete", target),
        ]);

    private static SnapshotPlan OfLvm(SnapshotVolume volume, string name, string target, string extents)
    {
        var group = volume.Source[..volume.Source.IndexOf('/', StringComparison.Ordinal)];

        // Two XFS file systems of one identity are refused otherwise.
        string[] options = volume.FileSystem == "xfs" ? ["-o", "nouuid"] : [];
        return new SnapshotPlan(
            [SnapshotCommand.Of("lvcreate", "--snapshot", "--name", name, "--extents", extents, volume.Source)],
            [SnapshotCommand.Of("mount", [.. options, $"/dev/{group}/{name}", target])],
            [SnapshotCommand.Of("mount", "-o", "remount,ro", target)],
            [SnapshotCommand.Of("umount", target), SnapshotCommand.Of("lvremove", "--yes", $"{group}/{name}")])
        {
            NeedsDirectory = true,
        };
    }

    private static SnapshotPlan OfZfs(string dataset, string name, string target)
    {
        var clone = $"{dataset.Split('/')[0]}/{name}";
        return new SnapshotPlan(
            [SnapshotCommand.Of("zfs", "snapshot", $"{dataset}@{name}")],
            [SnapshotCommand.Of("zfs", "clone", "-o", $"mountpoint={target}", $"{dataset}@{name}", clone)],
            [SnapshotCommand.Of("zfs", "set", "readonly=on", clone)],
            [SnapshotCommand.Of("zfs", "destroy", clone), SnapshotCommand.Of("zfs", "destroy", $"{dataset}@{name}")]);
    }

    private static SnapshotPlan OfCommand(SnapshotVolume volume, string name, string target, string command)
    {
        SnapshotCommand Step(string step) => new("sh", ["-c", command], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["UNDERSTUDY_SNAPSHOT_STEP"] = step,
            ["UNDERSTUDY_SNAPSHOT_NAME"] = name,
            ["UNDERSTUDY_TARGET_DIR"] = target,
            ["UNDERSTUDY_DEVICE"] = volume.Source,
            ["UNDERSTUDY_FILE_SYSTEM"] = volume.FileSystem,
            ["UNDERSTUDY_DATA_PATH"] = volume.DataPath,
        });
        return new SnapshotPlan([Step("create")], [Step("open")], [Step("seal")], [Step("discard")]) { NeedsDirectory = true };
    }
}
