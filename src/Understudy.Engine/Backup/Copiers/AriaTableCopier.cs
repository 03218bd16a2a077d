using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.Aria;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Copies Aria tables. One with a log of its changes is copied while it is written: its identity is read before its pages, and
/// decides later whether the log can bring the copy forward. Others are copied like any plain table.
/// </summary>
internal static class AriaTableCopier
{
    private const int ReadingsMax = 10;

    /// <summary>Copies a table.</summary>
    /// <param name="context">The backup.</param>
    /// <param name="unit">Index and data file.</param>
    /// <param name="transactionalOnly">Leave tables without a log for later.</param>
    /// <param name="worker">The copying thread's own.</param>
    internal static void Copy(BackupContext context, SourceUnit unit, bool transactionalOnly, CopyWorker worker)
    {
        using var open = OpenUnit.TryOpen(context, unit);
        if (open is null)
        {
            return;
        }

        if (unit.Files.Count == 2 && TryReadHeader(open.Peek(0).Handle, unit.Files[0].FullPath) is { IsOnline: true } header)
        {
            CopyTransactional(context, unit, open, header, worker);
        }
        else if (!transactionalOnly)
        {
            PlainCopier.Copy(context, unit, open, worker);
        }
    }

    /// <summary>Reads the header of an index file, until two readings agree: the server patches it in place.</summary>
    /// <returns>Null when it is not one that can be understood.</returns>
    internal static AriaIndexHeader? TryReadHeader(SafeFileHandle file, string path)
    {
        using var buffer = new AlignedBuffer(AriaIndexHeader.UsualBytes * 2);
        AriaIndexHeader? last = null;
        for (var reading = 0; reading < ReadingsMax; reading++)
        {
            var length = PosixFile.ReadFully(file, buffer.Span, 0, path);
            AriaIndexHeader? read = AriaIndexHeader.TryRead(buffer.Span[..length], out var header, out _) ? header : null;
            if (read is not null && read == last)
            {
                break;
            }

            last = read;
        }

        return last;
    }

    private static void CopyTransactional(BackupContext context, SourceUnit unit, OpenUnit open, in AriaIndexHeader header, CopyWorker worker)
    {
        var copied = new CopiedFile[unit.Files.Count];
        var known = header;
        for (var i = 0; i < copied.Length; i++)
        {
            var file = unit.Files[i];
            context.Damage.Forget(file.Path);
            var isIndex = i == 0;
            AriaPageCheck CheckOf(string path) =>
                new(known, isIndex, file.FullPath, page => context.Damage.Add(path, file.FullPath, space: null, page));
            var check = CheckOf(file.Path);
            using var transfer = new FileTransfer(open.Take(i), file.Path, context.Scope, _ => check, mayStayUnread: true);
            for (var range = 0; range < transfer.RangeCount; range++)
            {
                transfer.CopyRange(range, worker);
            }

            var (size, hashes) = transfer.Finish();
            context.Scope.Progress.AddFile();
            copied[i] = CopiedFiles.Of(unit, file, size, hashes) with
            {
                Status = transfer.Status,
                Stored = transfer.Stored,
                Unread = transfer.IsUnread ? (clone, _) => known.IsEncrypted ? null : CheckOf(clone.Path) : null,
                IsStill = true,
                Identity = header.Identity,
            };
        }

        foreach (var file in copied)
        {
            context.Catalog.Set(file);
        }
    }
}
