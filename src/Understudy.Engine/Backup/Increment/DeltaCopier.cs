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

/// <summary>Copies of one InnoDB file the pages that the backup before does not have.</summary>
/// <param name="context">The backup.</param>
/// <param name="start">From where it starts.</param>
/// <param name="unit">The tablespace file.</param>
/// <param name="firstPage">The page number at its beginning; not 0 only for later files of the system tablespace.</param>
/// <param name="systemFormat">The format of the system tablespace, for its later files, which have no header of their own.</param>
internal sealed class DeltaCopier(
    BackupContext context, IncrementStart start, SourceUnit unit, uint firstPage, TablespaceFormat? systemFormat)
{
    private readonly SourceFile _file = unit.Files[0];

    /// <summary>Copies it.</summary>
    internal void Copy(CopyWorker worker)
    {
        using var open = OpenTablespace.TryOpen(context, _file, firstPage, systemFormat);
        if (open is null)
        {
            return; // dropped or renamed since it was listed
        }

        var status = FileStatus.Of(open.Source.Handle);
        open.Look(status);
        if (open.Format is { } format)
        {
            CopyPages(open, status, format, worker);
        }
        else
        {
            CopyWhole(open, worker);
        }

        context.Scope.Progress.AddFile();
    }

    private void CopyPages(OpenTablespace open, in FileStatus status, in TablespaceFormat format, CopyWorker worker)
    {
        var pageBytes = format.PhysicalPageSize;
        var isSystem = format.Space == SpaceId.System;
        var filter = new PageFilter(
            start.From, start.MayBeKnown(format.Space), isSystem ? DoublewriteArea.ForLogicalPageSize(format.LogicalPageSize) : null);
        var path = _file.Path;
        using var writer = new DeltaWriter(
            context.Scope, path + DeltaIndex.Extension, pageBytes, worker, (number, page) => open.ReadPage(number, page));
        var end = status.SizeBytes / pageBytes * pageBytes;

        // Where the file was cut off meanwhile, the redo log says how it goes on.
        using var blocks = new BlockReader(worker, 0, end, (buffer, want, offset) => ReadInTurn(open, buffer, want, offset) / pageBytes * pageBytes);
        while (blocks.Next())
        {
            Verify(open, blocks.Block, blocks.Offset);
            for (var at = 0; at < blocks.Length; at += pageBytes)
            {
                var number = (uint)((blocks.Offset + at) / pageBytes);
                var page = blocks.Block.Slice(at, pageBytes);
                if (filter.Takes(page, firstPage + number))
                {
                    writer.Add(number, page);
                }
            }

            context.Scope.Progress.AddBytes(blocks.Length);
        }

        open.Source.DropCache();
        var (size, hashes) = writer.Finish();
        var isZip = format.Flags.PhysicalPageSize != format.LogicalPageSize;
        var metadata = new DeltaMetadata(pageBytes, isZip ? pageBytes : 0, format.Space).ToText();
        WriteMetadata(path + DeltaMetadata.Extension, Encoding.ASCII.GetBytes(metadata));
        foreach (var other in StoredPaths.Of(StoredForm.New, path).Where(_ => _file.Role == ManifestFileRole.Data))
        {
            context.Scope.Target.Delete(other);
        }

        context.Catalog.Set(CopiedFiles.Of(unit, _file, size, hashes) with
        {
            Form = StoredForm.Delta,
            DeltaMetadata = metadata,
            Status = status,
            IsStill = true,
            Identity = new TablespaceIdentity(format.Space, open.Sample),
        });
    }

    private int ReadInTurn(OpenTablespace open, Span<byte> buffer, int want, long offset)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        context.Scope.AwaitTurn(want);
        return open.Read(buffer, want, offset);
    }

    private void Verify(OpenTablespace open, Span<byte> block, long offset)
    {
        using var timer = context.Profile.Time(Activity.Verifying);
        open.Check!.Check(block, offset, open.Source.Handle);
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
