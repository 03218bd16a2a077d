using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>
/// The text files of a backup whose names somebody changed from those of one series to those of the other
/// (<c>mariadb_backup_checkpoints</c> and <c>xtrabackup_checkpoints</c>), as scripts for both series do. Every reader takes either.
/// </summary>
public static class RenamedMetadata
{
    private static readonly Dictionary<string, string> Others = MakeOthers();

    /// <summary>Gives the files the names that they have now.</summary>
    /// <param name="directory">The backup.</param>
    /// <param name="manifest">Its manifest.</param>
    public static BackupManifest Find(string directory, BackupManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Files.Any(file => NewName(directory, file) is not null)
            ? manifest with { Files = [.. manifest.Files.Select(file => NewName(directory, file) is { } name ? file with { Path = name } : file)] }
            : manifest;
    }

    private static string? NewName(string directory, ManifestFile file) =>
        file.Role == ManifestFileRole.Metadata
        && Others.TryGetValue(file.Path, out var other)
        && !FileStatus.TryRead(Path.Combine(directory, file.Path), out _)
        && FileStatus.TryRead(Path.Combine(directory, other), out _)
            ? other
            : null;

    private static Dictionary<string, string> MakeOthers()
    {
        var (old, now) = (Names(MetadataFileNames.Old), Names(MetadataFileNames.New));
        return old.Zip(now).Concat(now.Zip(old)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    private static string[] Names(MetadataFileNames names) => [names.Checkpoints, names.Info, names.BinlogInfo, names.ReplicaInfo, names.GaleraInfo];
}
