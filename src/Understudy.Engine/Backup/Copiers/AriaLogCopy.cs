using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// What was copied of one of Aria's logs. Bytes are copied once, from front to back, but for the first page: its header gets the log's
/// last LSN when the next log is begun.
/// </summary>
/// <param name="path">The log on the server.</param>
/// <param name="hashKind">By which hash it is described.</param>
internal sealed class AriaLogCopy(string path, HashKind hashKind) : IDisposable
{
    private const int HeadBytes = AriaLogHeader.PageSize;

    private readonly RangeHasher _hasher = new(hashKind);
    private byte[] _head = [];
    private bool _isHeadRenewed;
    private SafeFileHandle? _source;

    internal long CopiedBytes { get; private set; }

    /// <summary>Whether its end was copied, and nothing can be added.</summary>
    internal bool IsFinished { get; set; }

    /// <summary>Copies what was appended since the last call.</summary>
    internal void Append(SafeFileHandle source, ITargetFile target, long end, OperationProgress progress, CopyWorker worker)
    {
        while (CopiedBytes < end)
        {
            var want = (int)Math.Min(CopyWorker.BlockBytes, end - CopiedBytes);
            var got = PosixFile.ReadFully(source, worker.Buffer[..want], CopiedBytes, path);
            if (got < want)
            {
                throw new FailureException(FailureKind.Failed, $"the Aria log {path} ended at byte {CopiedBytes + got}, expected {end}");
            }

            if (CopiedBytes == 0)
            {
                _head = worker.Buffer[..Math.Min(got, HeadBytes)].ToArray();
            }

            _hasher.Append(worker.Buffer[..got]);
            target.Write(worker.Buffer, got, CopiedBytes);
            progress.AddBytes(got);
            CopiedBytes += got;
        }
    }

    /// <summary>Writes the first page again if it changed since it was copied.</summary>
    internal void RenewHead(SafeFileHandle source, ITargetFile target)
    {
        var head = new byte[_head.Length];
        if (PosixFile.ReadFully(source, head, 0, path) < head.Length)
        {
            throw new FailureException(FailureKind.Failed, $"the Aria log {path} became shorter than {CopiedBytes} bytes");
        }

        if (!head.AsSpan().SequenceEqual(_head))
        {
            _isHeadRenewed = true;
            _head = head;
            target.Write(head, head.Length, 0);
        }
    }

    /// <summary>Keeps the log open where it has to be read once more, since the server removes logs after END.</summary>
    /// <returns>The file when the caller has to close it.</returns>
    internal SafeFileHandle? Keep(SafeFileHandle source)
    {
        if (!_isHeadRenewed)
        {
            return source;
        }

        _source = source;
        return null;
    }

    /// <summary>The hashes of what is in the backup.</summary>
    internal string[] FinishHash(CopyWorker worker)
    {
        if (_source is null)
        {
            return _hasher.Finish();
        }

        // Another log was begun, so this one is not written any more.
        worker.HasherOf(hashKind).Append(_head);
        for (long at = _head.Length; at < CopiedBytes;)
        {
            var want = (int)Math.Min(CopyWorker.BlockBytes, CopiedBytes - at);
            var got = PosixFile.ReadFully(_source, worker.Buffer[..want], at, path);
            if (got < want)
            {
                throw new FailureException(FailureKind.Failed, $"the Aria log {path} ended at byte {at + got}, expected {CopiedBytes}");
            }

            worker.HasherOf(hashKind).Append(worker.Buffer[..got]);
            at += got;
        }

        return worker.HasherOf(hashKind).Finish();
    }

    public void Dispose()
    {
        _source?.Dispose();
        _hasher.Dispose();
    }
}
