using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>Reads an increment through before anything is changed: a damaged one must not spoil the backup.</summary>
internal static class IncrementCheck
{
    /// <summary>Compares every file with its hashes, where there are some, and looks through the deltas.</summary>
    /// <exception cref="FailureException">Something is damaged.</exception>
    internal static void Run(IncrementDirectory increment, WorkerPool pool, OperationProgress progress, CancellationToken cancellation)
    {
        var files = increment.Manifest?.Files ?? [];
        progress.AddTotal(files.Sum(file => file.Size));
        pool.Run(
            [
                .. increment.Entries.Select(entry => (Action<CopyWorker>)(_ => DeltaMerge.Check(entry))),
                .. files.Select(file => (Action<CopyWorker>)(worker =>
                    CheckHash(increment.Backup!.PathOf(file), file, worker, progress, cancellation))),
            ],
            cancellation);
    }

    private static void CheckHash(string path, ManifestFile file, CopyWorker worker, OperationProgress progress, CancellationToken cancellation)
    {
        using var handle = PosixFile.OpenRead(path);
        long offset = 0;
        while (PosixFile.ReadFully(handle, worker.Buffer, offset, path) is > 0 and var read)
        {
            cancellation.ThrowIfCancellationRequested();
            worker.HasherOf(file.HashKind).Append(worker.Buffer[..read]);
            progress.AddBytes(read);
            offset += read;
        }

        if (!worker.HasherOf(file.HashKind).Finish().SequenceEqual(file.Hashes))
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{path} is damaged: its {ContentHash.NameOf(file.HashKind)} is not the one in the manifest",
                "the increment cannot be applied: use another copy of it; the backup was not changed");
        }
    }
}
