using System.Text;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.Delta;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Increment;

/// <summary>Copies of one InnoDB file the pages that the backup before does not have, in ranges that several threads may take.</summary>
/// <param name="context">The backup.</param>
/// <param name="start">From where it starts.</param>
/// <param name="unit">The tablespace file.</param>
/// <param name="firstPage">The page number at its beginning; not 0 only for later files of the system tablespace.</param>
/// <param name="systemFormat">The format of the system tablespace, for its later files, which have no header of their own.</param>
/// <param name="memory">Holds pages.</param>
internal sealed class DeltaCopier(
    BackupContext context, IncrementStart start, SourceUnit unit, uint firstPage, TablespaceFormat? systemFormat, IncrementMemory memory) : IDisposable
{
    private readonly Lock _opening = new();
    private readonly SourceFile _file = unit.Files[0];
    private OpenTablespace? _source;
    private DeltaTransfer? _transfer;
    private FileStatus _status;
    private bool _isOpened;

    /// <summary>The jobs that copy the file.</summary>
    internal IEnumerable<Action<CopyWorker>> Jobs()
    {
        var ranges = context.Scope.Target.IsSequential ? 1 : DeltaTransfer.Count(_file.Status.SizeBytes);
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
        _transfer = null; // many of these live until the pass ends
        _source = null;
    }

    private void CopyRange(int range, bool isLast, CopyWorker worker)
    {
        var transfer = Open();
        if (transfer is not null)
        {
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
        else if (_source is { } open && range == 0)
        {
            CopyWhole(open, worker);
        }
    }

    // Null when the file was dropped or renamed since it was listed, or has no format.
    private DeltaTransfer? Open()
    {
        lock (_opening)
        {
            if (_isOpened)
            {
                return _transfer;
            }

            _isOpened = true;
            _source = OpenTablespace.TryOpen(context, _file, firstPage, systemFormat);
            if (_source is null)
            {
                return null;
            }

            _status = FileStatus.Of(_source.Source.Handle);
            _source.Look(_status);
            if (_source.Format is { } format)
            {
                var isSystem = format.Space == SpaceId.System;
                var filter = new PageFilter(
                    start.From, start.MayBeKnown(format.Space), isSystem ? DoublewriteArea.ForLogicalPageSize(format.LogicalPageSize) : null);
                _transfer = new DeltaTransfer(
                    context.Scope,
                    _file.Path + DeltaIndex.Extension,
                    format.PhysicalPageSize,
                    memory,
                    _source,
                    _status.SizeBytes,
                    (number, page) => filter.Takes(page, firstPage + number));
            }

            return _transfer;
        }
    }

    private void Finish(DeltaTransfer transfer)
    {
        var open = _source!;
        var format = open.Format!.Value;
        var pageBytes = format.PhysicalPageSize;
        open.Source.DropCache();
        var (size, hashes) = transfer.Finish();
        Dispose();
        var isZip = format.Flags.PhysicalPageSize != format.LogicalPageSize;
        var metadata = new DeltaMetadata(pageBytes, isZip ? pageBytes : 0, format.Space).ToText();
        WriteMetadata(_file.Path + DeltaMetadata.Extension, Encoding.ASCII.GetBytes(metadata));
        foreach (var other in StoredPaths.Of(StoredForm.New, _file.Path).Where(_ => _file.Role == ManifestFileRole.Data))
        {
            context.Scope.Target.Delete(other);
        }

        context.Catalog.Set(CopiedFiles.Of(unit, _file, size, hashes) with
        {
            Form = StoredForm.Delta,
            DeltaMetadata = metadata,
            Status = _status,
            IsStill = true,
            Identity = new TablespaceIdentity(format.Space, open.Sample),
        });
        context.Scope.Progress.AddFile();
    }

    private void CopyWhole(OpenTablespace open, CopyWorker worker)
    {
        if (_file.Role != ManifestFileRole.Data)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the first page of {_file.FullPath} is not written yet or cannot be understood, so that its changed pages cannot be told",
                "take the increment again a minute later");
        }

        using var transfer = open.Transfer(StoredPaths.Of(StoredForm.New, _file.Path)[0], mayStayUnread: false);
        for (var range = 0; range < transfer.RangeCount; range++)
        {
            transfer.CopyRange(range, worker);
        }

        var (size, hashes) = transfer.Finish();
        foreach (var other in StoredPaths.Of(StoredForm.Delta, _file.Path))
        {
            context.Scope.Target.Delete(other);
        }

        context.Catalog.Set(CopiedFiles.Of(unit, _file, size, hashes) with
        {
            Form = StoredForm.New,
            Status = transfer.Status,
            IsStill = true,
            Identity = new TablespaceIdentity(Space: null, open.Sample),
        });
        context.Scope.Progress.AddFile();
    }

    private void WriteMetadata(string path, byte[] content)
    {
        using var file = context.Scope.Target.Create(path, new TargetFileOptions(Direct: false, Sparse: false, SyncAtEnd: false, IsCompressible: true));
        file.Write(content, content.Length, 0);
        file.Finish(content.Length);
    }

    /// <summary>The entry of the manifest for the <c>.meta</c> file.</summary>
    internal static ManifestFile Describe(ManifestFile delta, string path, string metadata)
    {
        var bytes = Encoding.ASCII.GetBytes(metadata);
        return delta.WithHashes(delta.HashKind, [ContentHash.Compute(delta.HashKind, bytes)]) with
        {
            Path = path,
            Size = bytes.Length,
            Sparse = false,
        };
    }
}
