using Understudy.Engine.Copying;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Delta;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>Makes the manifest of a backup into which an increment was merged: that of the increment, with the files as they are now.</summary>
/// <param name="directory">The backup.</param>
/// <param name="increment">The increment.</param>
/// <param name="before">The manifest that the backup had; null when its hashes are not to be relied on.</param>
internal sealed class IncrementManifest(string directory, IncrementDirectory increment, BackupManifest? before)
{
    private const string DataExtension = ".ibd";
    private const string NewExtension = ".new";

    /// <summary>Writes it. A backup whose increment has none loses its own, which is no longer true.</summary>
    /// <param name="changed">Names of tablespace files that are not what they were.</param>
    /// <param name="created">Names of tablespace files that only the log had.</param>
    /// <param name="pool">Hashes.</param>
    /// <param name="cancellation">Ends it.</param>
    internal void Write(
        IReadOnlySet<string> changed, IEnumerable<string> created, WorkerPool pool, CancellationToken cancellation)
    {
        var path = Path.Combine(directory, ManifestDocument.FileName);
        if (increment.Manifest is not { } manifest)
        {
            File.Delete(path);
            PosixFile.SyncDirectory(directory);
            return;
        }

        var known = before?.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var files = List(manifest, created);
        var jobs = new List<Action<CopyWorker>>();
        for (var i = 0; i < files.Count; i++)
        {
            var at = i;
            var file = files[i];
            if (file.Hashes.Count > 0)
            {
                continue; // copied from the increment as it was
            }

            if (file.SpaceId is not null && !changed.Contains(file.Path) && known?.GetValueOrDefault(file.Path) is { } same && same.SpaceId == file.SpaceId)
            {
                files[i] = file.WithHashes(same.HashKind, same.Hashes) with { Size = same.Size, Sparse = same.Sparse };
            }
            else
            {
                jobs.Add(_ => files[at] = ManifestUpdate.Hash(directory, file));
            }
        }

        pool.Run(jobs, cancellation);
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        var whole = (manifest with { Prepared = true, Increment = null, Files = files }).WithReaderVersion();
        DurableFile.Publish(path, stream => ManifestDocument.Write(whole, stream));
    }

    // As the backup was hashed, so it stays.
    private ManifestFile ToHash(ManifestFile file) => file.WithHashes((before ?? increment.Manifest!).HashKind, []);

    // What is to be hashed has no hash.
    private List<ManifestFile> List(BackupManifest manifest, IEnumerable<string> created)
    {
        var rewritten = MetadataFileNames.NewestFirst.Select(n => n.Checkpoints).Concat(GaleraPosition.FileNames).ToHashSet(StringComparer.Ordinal);
        var files = new List<ManifestFile>();
        foreach (var file in manifest.Files)
        {
            if (file.SpaceId is not null && file.Path.EndsWith(DeltaMetadata.Extension, StringComparison.Ordinal))
            {
                continue;
            }

            if (file.SpaceId is not null && file.Path.EndsWith(DeltaIndex.Extension, StringComparison.Ordinal))
            {
                files.Add(ToHash(file) with { Path = file.Path[..^DeltaIndex.Extension.Length] });
            }
            else if (file.Role == ManifestFileRole.Data && file.Path.EndsWith(NewExtension, StringComparison.Ordinal))
            {
                files.Add(ToHash(file) with { Path = Path.ChangeExtension(file.Path, DataExtension) });
            }
            else
            {
                files.Add(file.Role == ManifestFileRole.RedoLog || rewritten.Contains(file.Path) ? ToHash(file) : file);
            }
        }

        files.RemoveAll(file => !FileStatus.TryRead(Path.Combine(directory, file.Path), out _));
        var listed = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var positions = GaleraPosition.FilesIn(directory).Prepend(MetadataFileNames.BinlogPosInnodb);
        foreach (var name in created.Concat(positions).Where(listed.Add))
        {
            var isTable = name.EndsWith(DataExtension, StringComparison.Ordinal);
            files.Add(ToHash(new ManifestFile
            {
                Path = name,
                Size = 0,
                Role = isTable ? ManifestFileRole.Data : ManifestFileRole.Metadata,
                Engine = isTable ? "InnoDB" : null,
            }));
        }

        return files;
    }
}
