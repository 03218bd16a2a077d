using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Snapshot;

/// <summary>A file of a snapshot, which stays where it is: verified, hashed and listed, in ranges that several threads may take.</summary>
internal sealed class SnapshotFile : IDisposable
{
    private readonly BackupContext _context;
    private readonly SourceUnit _unit;
    private readonly SourceFile _file;
    private readonly Func<OpenTablespace>? _openTablespace;
    private readonly Lock _opening = new();
    private readonly string[][] _hashes;
    private OpenTablespace? _tablespace;
    private SafeFileHandle? _plain;
    private TablespaceCheck? _check;
    private bool _isOpened;
    private int _rangesLeft;

    private SnapshotFile(BackupContext context, SourceUnit unit, SourceFile file, Func<OpenTablespace>? openTablespace)
    {
        _context = context;
        _unit = unit;
        _file = file;
        _openTablespace = openTablespace;
        _rangesLeft = ManifestDocument.RangeCount(file.Status.SizeBytes);
        _hashes = new string[_rangesLeft][];
    }

    /// <summary>A file that has no page checksums.</summary>
    internal static SnapshotFile Plain(BackupContext context, SourceUnit unit, SourceFile file) => new(context, unit, file, openTablespace: null);

    /// <summary>An InnoDB file, whose pages are verified.</summary>
    internal static SnapshotFile Tablespace(BackupContext context, SourceUnit unit, uint firstPage, TablespaceFormat? systemFormat) => new(
        context,
        unit,
        unit.Files[0],
        () => OpenTablespace.TryOpen(context, unit.Files[0], firstPage, systemFormat) ?? throw new FileNotFoundException($"{unit.Files[0].FullPath} has vanished"));

    /// <summary>Its jobs, one a range.</summary>
    internal IEnumerable<Action<CopyWorker>> Jobs() =>
        Enumerable.Range(0, _hashes.Length).Select(range => (Action<CopyWorker>)(worker => Take(range, worker)));

    public void Dispose()
    {
        _tablespace?.Dispose();
        _plain?.Dispose();
    }

    private void Open()
    {
        lock (_opening)
        {
            if (_isOpened)
            {
                return;
            }

            _tablespace = _openTablespace?.Invoke();
            _plain = _tablespace is null ? PosixFile.OpenRead(_file.FullPath) : null;
            _check = _tablespace?.Look(_file.Status);
            _isOpened = true;
        }
    }

    private void Take(int range, CopyWorker worker)
    {
        Open();
        var offset = range * ManifestDocument.HashRangeBytes;
        var end = Math.Min(_file.Status.SizeBytes, offset + ManifestDocument.HashRangeBytes);
        while (offset < end)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            var want = (int)Math.Min(CopyWorker.BlockBytes, end - offset);
            var got = _tablespace?.Read(worker.Buffer, want, offset) ?? PosixFile.ReadFully(_plain!, worker.Buffer[..want], offset, _file.FullPath);
            if (got < want)
            {
                throw new IOException($"{_file.FullPath} ends at byte {offset + got}, expected {_file.Status.SizeBytes}");
            }

            _check?.Check(worker.Buffer[..got], offset, _tablespace!.Source);
            worker.Hasher.Append(worker.Buffer[..got]);
            _context.Scope.Progress.AddBytes(got);
            offset += got;
        }

        _hashes[range] = worker.Hasher.Finish();
        if (Interlocked.Decrement(ref _rangesLeft) == 0)
        {
            Finish();
        }
    }

    private void Finish()
    {
        _tablespace?.DropCache(_file.Status);
        _context.Scope.Progress.AddFile();
        _context.Catalog.Set(CopiedFiles.Of(_unit, _file, _file.Status.SizeBytes, [.. _hashes.SelectMany(hash => hash)]) with
        {
            Status = _file.Status,
            IsStill = true,
            Identity = _tablespace is null ? null : new TablespaceIdentity(_tablespace.Format?.Space, PageLsnSample.None),
        });
        Dispose();
    }
}
