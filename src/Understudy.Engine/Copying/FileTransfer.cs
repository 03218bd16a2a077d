using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Copying;

/// <summary>One file on its way to the target. Its ranges may be copied by several threads at once.</summary>
internal sealed class FileTransfer : IDisposable
{
    private readonly CacheNeutralFile _source;
    private readonly ITargetFile _target;
    private readonly ICloneableTargetFile? _clone;
    private readonly CopyScope _scope;
    private readonly OperationProfile _profile;
    private readonly IBlockCheck? _check;
    private readonly string[][] _hashes;
    private int _rangesLeft;
    private long _end;

    /// <summary>Takes over the open source; its length now is what will be copied.</summary>
    internal FileTransfer(
        CacheNeutralFile source,
        string targetPath,
        CopyScope scope,
        Func<FileStatus, IBlockCheck?> check,
        bool isSparse = false,
        bool mayStayUnread = false)
    {
        _source = source;
        _scope = scope;
        _profile = scope.Progress.Profile;
        Status = FileStatus.Of(source.Handle);
        _end = Status.SizeBytes;
        _check = check(Status);
        RangeCount = ManifestDocument.RangeCount(Status.SizeBytes);
        _rangesLeft = RangeCount;
        _hashes = new string[RangeCount][];
        using var timer = _profile.Time(Activity.Opening);
        var big = Status.SizeBytes >= CacheNeutralFile.DirectBytesMin;
        _target = scope.Target.Create(targetPath, new TargetFileOptions(Direct: big, Sparse: isSparse || Status.HasHoles, SyncAtEnd: big && scope.SyncBigFiles, IsCompressible: true));
        _clone = Clone(targetPath);
        StatusAfterClone = _clone is null ? null : FileStatus.Of(source.Handle);
        IsUnread = _clone is not null && mayStayUnread && scope.ReadsClonesLater;
        if (IsUnread)
        {
            _end = Math.Min(_end, StatusAfterClone!.Value.SizeBytes);
            scope.Progress.AddCloned(_end);
        }
    }

    /// <summary>The status of the source when it was opened.</summary>
    internal FileStatus Status { get; }

    /// <summary>The status of the source just after it was cloned; null when it is copied.</summary>
    internal FileStatus? StatusAfterClone { get; }

    internal int RangeCount { get; }

    /// <summary>Whether the file is a clone that somebody else reads and hashes later.</summary>
    internal bool IsUnread { get; }

    /// <summary>How the target keeps the file, when not as it is. Known when it is finished.</summary>
    internal CompressedForm? Stored => _target.Stored;

    /// <summary>Whether the source was shorter in the end than when it was opened.</summary>
    internal bool Shrank => Interlocked.Read(ref _end) < Status.SizeBytes;

    /// <summary>Copies one range.</summary>
    /// <returns>Whether it was the last one that was missing: then the caller calls <see cref="Finish"/>.</returns>
    internal bool CopyRange(int range, CopyWorker worker)
    {
        if (IsUnread)
        {
            return Interlocked.Decrement(ref _rangesLeft) == 0;
        }

        var offset = range * ManifestDocument.HashRangeBytes;
        var end = Math.Min(Interlocked.Read(ref _end), offset + ManifestDocument.HashRangeBytes);
        using var blocks = new BlockReader(worker, offset, end, ReadInTurn);
        while (blocks.Next())
        {
            var isMended = IsMended(blocks.Block, blocks.Offset);
            Hash(worker, blocks.Block);
            if (_clone is null || isMended)
            {
                Write(blocks.Buffer, blocks.Length, blocks.Offset);
            }

            _scope.Progress.AddBytes(blocks.Length);
            if (blocks.IsShort)
            {
                LowerEnd(blocks.Offset + blocks.Length);
            }
        }

        _hashes[range] = worker.HasherOf(_scope.HashKind).Finish();
        return Interlocked.Decrement(ref _rangesLeft) == 0;
    }

    /// <summary>Ends the target file.</summary>
    /// <returns>Length and hashes; no hashes of an unread clone.</returns>
    internal (long SizeBytes, string[] Hashes) Finish()
    {
        using (_profile.Time(Activity.Syncing))
        {
            _target.Finish(_end);
        }

        _source.DropCache();
        return (_end, IsUnread ? [] : [.. _hashes.Take(ManifestDocument.RangeCount(_end)).SelectMany(h => h)]);
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    // What the file is now. Its blocks are shared, so reading them can wait; what has to be mended is still read from the source.
    private ICloneableTargetFile? Clone(string targetPath)
    {
        if (_scope.Method == CopyMethod.Copy)
        {
            return null;
        }

        var whyNot = "the target takes no clones";
        if (_target is ICloneableTargetFile clone && clone.TryClone(_source.Handle, out whyNot))
        {
            return clone;
        }

        if (_scope.Method == CopyMethod.Auto)
        {
            return null;
        }

        Dispose();
        throw CannotClone(_source.Path, targetPath, whyNot!);
    }

    /// <summary>The error of a backup that is to consist of clones.</summary>
    internal static FailureException CannotClone(string from, string to, string whyNot) => new(
        FailureKind.Failed,
        $"cannot clone {from} to {to}: {whyNot}",
        "cloning needs XFS or btrfs, with all files of the server and the target on one file system; --method=auto copies what cannot be cloned");

    private bool IsMended(Span<byte> block, long offset)
    {
        using var timer = _profile.Time(Activity.Verifying);
        return _check?.Check(block, offset, _source.Handle) ?? false;
    }

    private void Hash(CopyWorker worker, ReadOnlySpan<byte> block)
    {
        using var timer = _profile.Time(Activity.Hashing);
        worker.HasherOf(_scope.HashKind).Append(block);
    }

    private void Write(Span<byte> buffer, int length, long offset)
    {
        using var timer = _profile.Time(Activity.Writing);
        _target.Write(buffer, length, offset);
    }

    private int ReadInTurn(Span<byte> buffer, int want, long offset)
    {
        _scope.Cancellation.ThrowIfCancellationRequested();
        _scope.AwaitTurn(want);
        return Read(buffer, want, offset);
    }

    private int Read(Span<byte> buffer, int want, long offset)
    {
        using var timer = _profile.Time(Activity.Reading);
        return _clone is null
            ? _source.Read(buffer, want, offset)
            : Math.Min(want, _clone.Read(buffer[..PosixFile.AlignUp(want)], offset));
    }

    private void LowerEnd(long to)
    {
        long seen;
        do
        {
            seen = Interlocked.Read(ref _end);
        }
        while (to < seen && Interlocked.CompareExchange(ref _end, to, seen) != seen);
    }
}
