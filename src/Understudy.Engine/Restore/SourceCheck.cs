using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Restore;

/// <summary>Proves that a file of a backup which is not copied is the one that was backed up.</summary>
/// <param name="scope">What all copying shares.</param>
/// <param name="file">The file.</param>
/// <param name="source">Its place in the backup.</param>
internal sealed class SourceCheck(ReadScope scope, ManifestFile file, string source)
{
    internal IEnumerable<Action<CopyWorker>> Jobs() =>
        Enumerable.Range(0, file.Hashes.Count).Select(range => (Action<CopyWorker>)(worker => Check(range, worker)));

    // Not past the page cache: who uses the file next reads it from there.
    private void Check(int range, CopyWorker worker)
    {
        using var handle = PosixFile.OpenRead(source);
        var offset = range * ManifestDocument.HashRangeBytes;
        var end = Math.Min(file.Size, offset + ManifestDocument.HashRangeBytes);
        while (offset < end)
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            var wanted = worker.Buffer[..(int)Math.Min(worker.Buffer.Length, end - offset)];
            scope.AwaitTurn(wanted.Length);
            int got;
            using (scope.Progress.Profile.Time(Activity.Reading))
            {
                got = PosixFile.ReadFully(handle, wanted, offset, source);
            }

            using (scope.Progress.Profile.Time(Activity.Hashing))
            {
                worker.HasherOf(file.HashKind).Append(wanted[..got]);
            }

            scope.Progress.AddBytes(got);
            offset += got;
            if (got < wanted.Length)
            {
                break;
            }
        }

        if (worker.HasherOf(file.HashKind).Finish()[0] is var found && found != file.Hashes[range])
        {
            throw FileDecompression.Damaged(source, range, file.Size, found, file);
        }
    }
}
