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

    private readonly Lock _opening = new();
    private readonly SourceFile _file = unit.Files[0];
    private OpenTablespace? _source;
    private FileTransfer? _transfer;
    private bool _isOpened;

    /// <summary>The jobs that copy the file.</summary>
    internal IEnumerable<Action<CopyWorker>> Jobs()
    {
        var ranges = context.Scope.Target.IsSequential ? 1 : ManifestDocument.RangeCount(_file.Status.SizeBytes);
        for (var i = 0; i < ranges; i++)
        {
            var range = i;
            yield return worker => CopyRange(range, isLast: range == ranges - 1, worker);
        }
    }

    public void Dispose()
    {
        _transfer?.Dispose();
        _source?.Dispose();
    }

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
            if (!_isOpened)
            {
                _isOpened = true;
                _source = OpenTablespace.TryOpen(context, _file, firstPage, systemFormat);
                _transfer = _source?.Transfer(_file.Path, mayStayUnread: true);
            }

            return _transfer;
        }
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
            Stored = transfer.Stored,
            Unread = transfer.IsUnread ? _source!.CheckClone : null,
            IsStill = true,
            Identity = new TablespaceIdentity(_source!.Format?.Space, _source.Sample),
            RolledForward = new RolledForward(),
        });

        // Thousands of them wait for the end of the pass.
        (_transfer, _source) = (null, null);
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
