using Microsoft.Win32.SafeHandles;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Copying;

/// <summary>
/// A file that is where it belongs and that nobody writes any more: read through, verified and hashed, in ranges that several
/// threads may take.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="sizeBytes">Its length.</param>
/// <param name="scope">Counts and limits what is read.</param>
/// <param name="open">Opens it, when its turn comes.</param>
/// <param name="done">Takes the hashes, when the last range is read.</param>
internal sealed class PlacedFile(string path, long sizeBytes, ReadScope scope, Func<OpenPlacedFile> open, Action<string[]> done) : IDisposable
{
    private readonly Lock _opening = new();
    private readonly string[][] _hashes = new string[ManifestDocument.RangeCount(sizeBytes)][];
    private OpenPlacedFile? _file;
    private int _rangesLeft = ManifestDocument.RangeCount(sizeBytes);

    /// <summary>Its length.</summary>
    internal long SizeBytes => sizeBytes;

    /// <summary>Its jobs, one a range.</summary>
    internal IEnumerable<Action<CopyWorker>> Jobs() =>
        Enumerable.Range(0, _hashes.Length).Select(range => (Action<CopyWorker>)(worker => Read(range, worker)));

    public void Dispose() => _file?.Dispose();

    private OpenPlacedFile Open()
    {
        lock (_opening)
        {
            return _file ??= open();
        }
    }

    private void Read(int range, CopyWorker worker)
    {
        var file = Open();
        var offset = range * ManifestDocument.HashRangeBytes;
        var end = Math.Min(sizeBytes, offset + ManifestDocument.HashRangeBytes);
        while (offset < end)
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            var want = (int)Math.Min(CopyWorker.BlockBytes, end - offset);
            scope.AwaitTurn(want);
            var got = Read(file, worker.Buffer, want, offset);
            if (got < want)
            {
                throw new IOException($"{path} ends at byte {offset + got}, expected {sizeBytes}");
            }

            var block = worker.Buffer[..got];
            Verify(file, block, offset);
            Hash(worker, block);
            scope.Progress.AddBytes(got);
            offset += got;
        }

        _hashes[range] = worker.HasherOf(scope.HashKind).Finish();
        if (Interlocked.Decrement(ref _rangesLeft) == 0)
        {
            file.File.DropCache();
            Dispose();
            done([.. _hashes.SelectMany(hash => hash)]);
        }
    }

    private int Read(OpenPlacedFile file, Span<byte> buffer, int want, long offset)
    {
        using var timer = scope.Progress.Profile.Time(Activity.Reading);
        return file.File.Read(buffer, want, offset);
    }

    private void Verify(OpenPlacedFile file, Span<byte> block, long offset)
    {
        using var timer = scope.Progress.Profile.Time(Activity.Verifying);
        if (file.Check?.Check(block, offset, file.Again) ?? false)
        {
            file.Mend?.Invoke(block, offset);
        }
    }

    private void Hash(CopyWorker worker, ReadOnlySpan<byte> block)
    {
        using var timer = scope.Progress.Profile.Time(Activity.Hashing);
        worker.HasherOf(scope.HashKind).Append(block);
    }
}
