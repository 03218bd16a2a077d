using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore;

/// <summary>Copies one file back and proves that it is the one that was backed up.</summary>
/// <param name="scope">What all copying shares.</param>
/// <param name="planned">The file and where it goes; one without hashes is copied as it is.</param>
/// <param name="source">Its place in the backup.</param>
/// <param name="destination">Where it is written to, maybe under a name of the moment.</param>
internal sealed class RestoreFile(CopyScope scope, PlannedFile planned, string source, string destination) : IDisposable
{
    private readonly Lock _opening = new();
    private FileTransfer? _transfer;

    internal IEnumerable<Action<CopyWorker>> Jobs() => planned.File.Compression is null
        ? Enumerable.Range(0, ManifestDocument.RangeCount(planned.File.Size)).Select(range => (Action<CopyWorker>)(worker => Copy(range, worker)))
        : [Decompress];

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
        SetAttributes();
        transfer.Dispose();
        scope.Progress.AddFile();
    }

    private void Decompress(CopyWorker worker)
    {
        using (var file = scope.Target.Create(destination, new TargetFileOptions(Direct: false, planned.File.Sparse, scope.SyncBigFiles)))
        {
            FileDecompression.Run(source, planned.File, file, scope, worker);
        }

        SetAttributes();
        scope.Progress.AddFile();
    }

    private FileTransfer Open()
    {
        lock (_opening)
        {
            if (_transfer is null)
            {
                var file = PosixFile.OpenRead(source, planned.File.Size >= FileTransfer.DirectBytesMin, out var isDirect);
                _transfer = new FileTransfer(file, isDirect, source, destination, scope, _ => null, planned.File.Sparse);
                if (_transfer.Status.SizeBytes != planned.File.Size)
                {
                    throw new FailureException(
                        FailureKind.BackupMissing, $"{source} has {_transfer.Status.SizeBytes} bytes, expected {planned.File.Size}");
                }
            }

            return _transfer;
        }
    }

    private void SetAttributes()
    {
        if (planned.File.Mode is { } mode)
        {
            PosixFile.ChangeMode(destination, Convert.ToUInt32(mode, 8));
        }

        Ownership.Give(destination, planned.File);
    }
}
