using Understudy.Engine.Prepare;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore.CopyBack;

/// <summary>
/// The manifest of a directory that other programs may have changed since. It counts as long as the files that every prepare writes are
/// the ones that it lists; then each copy is compared with its hashes.
/// </summary>
internal static class CopyBackManifest
{
    private const int HashedBytesMax = 1 << 20;

    /// <summary>Reads the manifest.</summary>
    /// <returns>Null when there is none, or when it is of an earlier state of the files.</returns>
    internal static BackupManifest? TryRead(string root, Action<string> events)
    {
        if (!FileStatus.TryRead(Path.Combine(root, ManifestDocument.FileName), out _))
        {
            return null;
        }

        var manifest = BackupDirectory.Open(root).Manifest;
        string[] witnesses = [CopyBackPlan.RedoLogName, .. MetadataFileNames.NewestFirst.Select(names => names.Checkpoints)];
        var changed = manifest.Files.FirstOrDefault(file => witnesses.Contains(file.Path, StringComparer.Ordinal) && !IsAsListed(root, file));
        if (changed is null)
        {
            return manifest;
        }

        events($"{changed.Path} is not the one that {ManifestDocument.FileName} lists: another program has worked on this backup, and its files cannot be compared with hashes");
        return null;
    }

    /// <summary>Removes the manifest, when its files are about to go.</summary>
    internal static void Remove(string root)
    {
        File.Delete(Path.Combine(root, ManifestDocument.FileName));
        PosixFile.SyncDirectory(root);
    }

    private static bool IsAsListed(string root, ManifestFile file)
    {
        var path = Path.Combine(root, file.Path);
        if (!FileStatus.TryRead(path, out var status) || status.SizeBytes != file.Size)
        {
            return false;
        }

        // The log of a backup that is not prepared may be of any size; no prepare leaves one of that size.
        return file.Size > HashedBytesMax
            || BackupMetadata.TryReadSmall(path) is { } bytes && ContentHash.Compute(file.HashKind, bytes) == file.Hashes[0];
    }
}
