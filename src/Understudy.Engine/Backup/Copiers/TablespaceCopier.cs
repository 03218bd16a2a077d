using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Ahead;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Copies one InnoDB file, in ranges that several threads may take.</summary>
/// <param name="context">The backup.</param>
/// <param name="unit">The tablespace file.</param>
/// <param name="firstPage">The page number at its beginning; not 0 only for later files of the system tablespace.</param>
/// <param name="systemFormat">The format of the system tablespace, for its later files, which have no header of their own.</param>
internal sealed class TablespaceCopier(BackupContext context, SourceUnit unit, uint firstPage, TablespaceFormat? systemFormat) : IDisposable
{
    private const int HeaderBytes = 64 << 10;
    private const int HeaderReadingsMax = 10;

    private readonly Lock _opening = new();
    private readonly SourceFile _file = unit.Files[0];
    private FileTransfer? _transfer;
    private TablespaceFormat? _format = systemFormat;
    private TablespaceCheck? _check;
    private PageLsnSample _sample = PageLsnSample.None;
    private bool _mayBeImported;
    private bool _isOpened;

    /// <summary>The jobs that copy the file.</summary>
    internal IEnumerable<Action<CopyWorker>> Jobs()
    {
        var ranges = ManifestDocument.RangeCount(_file.Status.SizeBytes);
        for (var i = 0; i < ranges; i++)
        {
            var range = i;
            yield return worker => CopyRange(range, isLast: range == ranges - 1, worker);
        }
    }

    public void Dispose() => _transfer?.Dispose();

    private void CopyRange(int range, bool isLast, CopyWorker worker)
    {
        var transfer = Open();
        if (transfer is null)
        {
            return;
        }

        // The file may have grown or shrunk since it was listed.
        var end = isLast ? transfer.RangeCount : Math.Min(range + 1, transfer.RangeCount);
        for (var r = range; r < end; r++)
        {
            if (transfer.CopyRange(r, worker))
            {
                Finish(transfer);
            }
        }
    }

    private FileTransfer? Open()
    {
        lock (_opening)
        {
            if (_isOpened)
            {
                return _transfer;
            }

            _isOpened = true;
            context.Damage.Forget(_file.Path);
            SafeFileHandle source;
            bool isDirect;
            try
            {
                source = PosixFile.OpenRead(_file.FullPath, _file.Status.SizeBytes >= FileTransfer.DirectBytesMin, out isDirect);
            }
            catch (FileNotFoundException) when (_file.Role == ManifestFileRole.Data)
            {
                return null; // dropped or renamed since it was listed
            }

            var status = FileStatus.Of(source);
            _mayBeImported = _file.Role == ManifestFileRole.Data && !context.OpenTablespaces.Contains(status);
            if (_mayBeImported)
            {
                Signature.WaitOutClockTick(status, context.Time);
            }

            _transfer = new FileTransfer(source, isDirect, _file.FullPath, _file.Path, context.Scope, opened => MakeCheck(source, opened));
            return _transfer;
        }
    }

    private TablespaceCheck? MakeCheck(SafeFileHandle source, FileStatus status)
    {
        _format ??= ReadFormat(source, status);
        if (_mayBeImported && _format is { } known)
        {
            _sample = PageLsnSample.Read(source, _file.FullPath, status.SizeBytes, known.PhysicalPageSize);
        }

        _check = _format is not { } format
            ? null
            : new TablespaceCheck(format, firstPage, _file.FullPath, page => context.Damage.Add(_file.Path, _file.FullPath, format.Space, page));
        return _check;
    }

    private TablespaceFormat? ReadFormat(SafeFileHandle source, FileStatus status)
    {
        using var buffer = new AlignedBuffer(HeaderBytes);
        string? whyNot = null;
        for (var reading = 0; reading < HeaderReadingsMax; reading++)
        {
            var length = PosixFile.ReadFully(source, buffer.Span, 0, _file.FullPath);
            var page0 = buffer.Span[..length];
            if (!page0.ContainsAnyExcept((byte)0))
            {
                // Just created: its first page is in the redo log only, and so is everything else of it.
                return null;
            }

            if (TablespaceFormat.TryFromPageZero(page0, context.Variables.InnoDbPageSizeBytes, out var format, out whyNot))
            {
                return format;
            }

            Thread.Sleep(1 << reading);
        }

        context.Events.Warning($"{_file.FullPath}: {whyNot}; its {status.SizeBytes} bytes cannot be verified");
        context.Damage.Add(_file.Path, _file.FullPath, default, 0);
        return null;
    }

    private void Finish(FileTransfer transfer)
    {
        var (size, hashes) = transfer.Finish();
        transfer.Dispose();
        if (transfer.Shrank && _file.Role == ManifestFileRole.Data)
        {
            context.Warn($"{_file.FullPath} became shorter while it was copied");
        }

        context.Scope.Progress.AddFile();
        context.Catalog.Set(CopiedFiles.Of(unit, _file, size, hashes) with
        {
            Status = transfer.Status,
            IsStill = true,
            Identity = new TablespaceIdentity(_format?.Space, _sample),
            RolledForward = new RolledForward(),
        });
    }

    /// <summary>The format of the system tablespace, from the first page of its first file.</summary>
    internal static TablespaceFormat ReadSystemFormat(string path, int pageSizeBytes)
    {
        using var file = PosixFile.OpenRead(path);
        using var buffer = new AlignedBuffer(HeaderBytes);
        var length = PosixFile.ReadFully(file, buffer.Span, 0, path);
        return TablespaceFormat.TryFromPageZero(buffer.Span[..length], pageSizeBytes, out var format, out var whyNot)
            ? format
            : throw new FailureException(FailureKind.Damaged, $"the first page of InnoDB's system tablespace {path} is not usable: {whyNot}");
    }
}
