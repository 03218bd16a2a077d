using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Copies files that have no page checksums: definitions, and tables of engines without a log.</summary>
internal static class PlainCopier
{
    /// <summary>Copies all files of a unit.</summary>
    internal static void Copy(BackupContext context, SourceUnit unit, CopyWorker worker)
    {
        using var open = OpenUnit.TryOpen(context, unit);
        if (open is not null)
        {
            Copy(context, unit, open, worker);
        }
    }

    /// <summary>Copies a unit whose files are open.</summary>
    internal static void Copy(BackupContext context, SourceUnit unit, OpenUnit open, CopyWorker worker)
    {
        for (var i = 0; i < unit.Files.Count; i++)
        {
            var file = unit.Files[i];
            var source = open.Take(i);
            Signature.WaitOutClockTick(FileStatus.Of(source.Handle), context);
            using var transfer = new FileTransfer(source, file.Path, context.Scope, _ => null, mayStayUnread: true);
            for (var range = 0; range < transfer.RangeCount; range++)
            {
                transfer.CopyRange(range, worker);
            }

            var after = transfer.StatusAfterClone ?? FileStatus.Of(source.Handle);
            var (size, hashes) = transfer.Finish();
            context.Scope.Progress.AddFile();
            context.Catalog.Set(CopiedFiles.Of(unit, file, size, hashes) with
            {
                Status = transfer.Status,
                Stored = transfer.Stored,
                Unread = transfer.IsUnread ? (_, _) => null : null,
                IsStill = Signature.IsSame(transfer.Status, after) && size == after.SizeBytes,
            });
        }
    }
}
