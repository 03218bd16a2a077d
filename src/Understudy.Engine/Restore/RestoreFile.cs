using Understudy.Engine.Copying;
using Understudy.Engine.Verify;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore;

/// <summary>Copies one file back and proves that it is the one that was backed up.</summary>
/// <param name="scope">What all copying shares.</param>
/// <param name="unverified">Checks what was not verified when it was backed up; null when that is not known.</param>
/// <param name="planned">The file and where it goes; one without hashes is copied as it is.</param>
/// <param name="source">Its place in the backup.</param>
/// <param name="destination">Where it is written to, maybe under a name of the moment.</param>
internal sealed class RestoreFile(CopyScope scope, UnverifiedFiles? unverified, PlannedFile planned, string source, string destination) : IDisposable
{
    private readonly Lock _opening = new();
    private FileTransfer? _transfer;

    private long SizeBytes => planned.File.Size;

    private IEnumerable<Action<CopyWorker>> Jobs() => planned.File.Compression is null
        ? Enumerable.Range(0, ManifestDocument.RangeCount(planned.File.Size)).Select(range => (Action<CopyWorker>)(worker => Copy(range, worker)))
        : [Decompress];

    /// <summary>Copies files, largest first.</summary>
    /// <param name="files">The files; they are disposed of.</param>
    /// <param name="checks">What else is to be done by the same threads, before.</param>
    /// <param name="threads">How many.</param>
    /// <param name="profile">Told what they do.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static void RunAll(
        IEnumerable<RestoreFile> files, IEnumerable<Action<CopyWorker>> checks, int threads, OperationProfile profile, CancellationToken cancellation)
    {
        RestoreFile[] all = [.. files.OrderByDescending(file => file.SizeBytes)];
        try
        {
            using var pool = new WorkerPool(threads, profile);
            pool.Run([.. checks, .. all.SelectMany(file => file.Jobs())], cancellation);
        }
        finally
        {
            foreach (var file in all)
            {
                file.Dispose();
            }
        }
    }

    public void Dispose() => _transfer?.Dispose();

    private void Copy(int range, CopyWorker worker)
    {
        var transfer = Open();
        if (!transfer.CopyRange(range, worker))
        {
            return;
        }

        var (size, hashes) = transfer.Finish();
        FileDecompression.Verify(source, planned.File, size, hashes);
        if (unverified?.TryAccept(planned.File, hashes) == false)
        {
            throw unverified.Damaged(planned.File);
        }

        SetAttributes(planned.File, destination);
        transfer.Dispose();
        scope.Progress.AddFile();
    }

    private void Decompress(CopyWorker worker)
    {
        using (var file = scope.Target.Create(destination, new TargetFileOptions(Direct: false, planned.File.Sparse, scope.SyncBigFiles)))
        {
            FileDecompression.Run(source, planned.File, file, scope, worker);
        }

        SetAttributes(planned.File, destination);
        scope.Progress.AddFile();
    }

    private FileTransfer Open()
    {
        lock (_opening)
        {
            if (_transfer is null)
            {
                var file = CacheNeutralFile.Open(source, planned.File.Size);
                _transfer = new FileTransfer(
                    file, destination, scope with { HashKind = planned.File.HashKind }, _ => unverified?.CheckOf(planned.File), planned.File.Sparse);
                if (_transfer.Status.SizeBytes != planned.File.Size)
                {
                    throw new FailureException(
                        FailureKind.BackupMissing, $"{source} has {_transfer.Status.SizeBytes} bytes, expected {planned.File.Size}");
                }
            }

            return _transfer;
        }
    }

    /// <summary>Gives a file the mode and the owner that the one had that was backed up.</summary>
    /// <param name="file">That one.</param>
    /// <param name="path">Where it is now.</param>
    internal static void SetAttributes(ManifestFile file, string path)
    {
        if (file.Mode is { } mode)
        {
            PosixFile.ChangeMode(path, Convert.ToUInt32(mode, 8));
        }

        Ownership.Give(path, file);
    }
}
