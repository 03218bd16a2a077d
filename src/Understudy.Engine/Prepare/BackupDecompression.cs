using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Decompresses the files of a backup where they are. The compressed ones stay until the manifest names the others, so it can be
/// stopped at any moment and run again.
/// </summary>
internal static class BackupDecompression
{
    private const string UnfinishedSuffix = ".understudy-decompressing";

    /// <summary>Decompresses what is compressed, if there is a manifest and it says so.</summary>
    /// <exception cref="Formats.FailureException">A file is damaged.</exception>
    /// <exception cref="DiskFullException">There is not room for all.</exception>
    internal static void Run(string directory, int threads, OperationProgress progress, CancellationToken cancellation)
    {
        if (!FileStatus.TryRead(Path.Combine(directory, ManifestDocument.FileName), out _))
        {
            return;
        }

        var backup = BackupDirectory.Open(directory);
        var compressed = backup.Manifest.Files.Where(file => file.Compression is not null).OrderByDescending(file => file.Size).ToArray();
        if (compressed.Length == 0)
        {
            return;
        }

        progress.Phase = "decompressing";
        backup.CheckFiles();
        var target = DirectoryTarget.Existing(directory);
        CheckSpace(target, compressed);
        progress.AddTotal(compressed.Sum(file => file.Size));
        var scope = new CopyScope(target, new Throttle(0), progress, SyncBigFiles: false, cancellation);
        using (var pool = new WorkerPool(threads))
        {
            pool.Run([.. compressed.Select(file => (Action<CopyWorker>)(worker => Decompress(backup, file, scope, worker)))], cancellation);
        }

        target.Sync();
        var manifest = ManifestCompression.Decompressed(backup.Manifest);
        target.Publish(ManifestDocument.FileName, stream => ManifestDocument.Write(manifest, stream));
        foreach (var file in compressed)
        {
            target.Delete(ManifestCompression.StoredPathOf(file));
        }
    }

    private static void Decompress(BackupDirectory backup, ManifestFile file, CopyScope scope, CopyWorker worker)
    {
        var unfinished = file.Path + UnfinishedSuffix;
        using (var target = scope.Target.Create(unfinished, new TargetFileOptions(Direct: false, file.Sparse, SyncAtEnd: false)))
        {
            FileDecompression.Run(backup.PathOf(file), file, target, scope, worker);
        }

        scope.Target.Rename(unfinished, file.Path);
        scope.Progress.AddFile();
    }

    private static void CheckSpace(DirectoryTarget target, ManifestFile[] files)
    {
        var needed = files.Where(file => !file.Sparse).Sum(file => file.Size);
        var free = target.FreeBytes();
        if (free < needed)
        {
            throw new DiskFullException($"{target.Name} has {free} bytes free, its files take {needed} decompressed");
        }
    }
}
