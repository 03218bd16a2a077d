using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Csv;
using Understudy.Formats.MyIsam;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Copies mysql.general_log and mysql.slow_log, which are CSV or MyISAM tables. Rows are only ever appended, in every stage: the head
/// is copied early, the end under BLOCK_COMMIT, cut after a whole row. The metadata is made that of a closed table, because the
/// server's own says that it is in use while the log is on.
/// </summary>
/// <param name="context">The backup.</param>
internal sealed class LogTableCopier(BackupContext context) : IDisposable
{
    private const int ReadingsMax = 20;
    private const int IndexBytesMax = 64 << 10;
    private const int ScanBytes = 64 << 10;

    private readonly Dictionary<string, LogTableHead> _heads = new(StringComparer.Ordinal);

    /// <summary>Brings the copy of a log table up to what the server has now.</summary>
    /// <param name="unit">The table.</param>
    /// <param name="isFinal">Whether this is the end: then the copy is cut at a whole row and closed.</param>
    /// <param name="worker">The copying thread's own.</param>
    internal void Copy(SourceUnit unit, bool isFinal, CopyWorker worker)
    {
        if (unit.Files.FirstOrDefault(file => Path.GetExtension(file.Path) is ".CSV" or ".MYD") is not { } rows)
        {
            return;
        }

        try
        {
            var index = unit.Engine == EngineNames.MyIsam ? ReadIndex(unit.Files[0].FullPath) : null;
            using var source = PosixFile.OpenRead(rows.FullPath);
            var head = Append(source, rows, index, worker);
            if (isFinal)
            {
                Close(unit, rows, head, index);
            }
        }
        catch (FileNotFoundException) when (!isFinal)
        {
            // renamed, as is done to rotate it: it is a plain table now
        }
    }

    /// <summary>Deletes what was copied of log tables that are no more.</summary>
    internal void DeleteWhatIsGone()
    {
        foreach (var head in _heads.Values.Where(head => context.Catalog.Find(head.Path) is null))
        {
            context.Scope.Target.Delete(head.Path);
        }
    }

    public void Dispose()
    {
        foreach (var head in _heads.Values)
        {
            head.Dispose();
        }
    }

    private LogTableHead Append(SafeFileHandle source, SourceFile rows, byte[]? index, CopyWorker worker)
    {
        for (var reading = 0; ; reading++)
        {
            var status = FileStatus.Of(source);
            var end = EndOfRows(source, rows, index, status.SizeBytes);
            var head = HeadOf(rows, source, status, end);
            using (var target = head.CopiedBytes == 0 ? context.Scope.Target.Create(rows.Path, default) : context.Scope.Target.Reopen(rows.Path))
            {
                Append(source, rows, target, head, end, worker);
            }

            if (head.IsBeginningOf(source, FileStatus.Of(source), rows.FullPath))
            {
                return head;
            }

            if (reading == ReadingsMax)
            {
                throw new FailureException(FailureKind.Failed, $"the log table {rows.FullPath} is emptied faster than it can be copied");
            }
        }
    }

    // Nothing is copied that would have to be cut off again: a target may not be able to.
    private static long EndOfRows(SafeFileHandle source, SourceFile rows, byte[]? index, long size)
    {
        if (index is not null)
        {
            // It has whole rows up to the length that its index file states, which was read first.
            return IsUsable(index, out var header) ? Math.Min(header.DataFileBytes, size) : size;
        }

        var buffer = new byte[ScanBytes];
        for (var end = size; end > 0;)
        {
            var start = Math.Max(0, end - ScanBytes);
            var got = PosixFile.ReadFully(source, buffer.AsSpan(0, (int)(end - start)), start, rows.FullPath);
            if (CsvRows.EndOfLastComplete(buffer.AsSpan(0, got)) is > 0 and var length)
            {
                return start + length;
            }

            end = start;
        }

        return 0;
    }

    // Its indexes change with each row, so that of a table with keys no moment can be caught.
    private static bool IsUsable(byte[] index, out MyIsamIndexHeader header) =>
        MyIsamIndexHeader.TryRead(index, out header) && header.KeyCount == 0;

    private LogTableHead HeadOf(SourceFile rows, SafeFileHandle source, in FileStatus status, long end)
    {
        lock (_heads)
        {
            if (_heads.TryGetValue(rows.Path, out var head))
            {
                if (!head.IsFinished && head.CopiedBytes <= end && head.IsBeginningOf(source, status, rows.FullPath))
                {
                    return head;
                }

                head.Dispose();
            }

            return _heads[rows.Path] = new LogTableHead(rows.Path, status, context.Scope.HashKind);
        }
    }

    private void Append(SafeFileHandle source, SourceFile rows, ITargetFile target, LogTableHead head, long end, CopyWorker worker)
    {
        while (head.CopiedBytes < end)
        {
            var want = (int)Math.Min(CopyWorker.BlockBytes, end - head.CopiedBytes);
            var got = PosixFile.ReadFully(source, worker.Buffer[..want], head.CopiedBytes, rows.FullPath);
            if (got == 0)
            {
                break;
            }

            target.Write(worker.Buffer, got, head.CopiedBytes);
            head.Account(worker.Buffer[..got]);
            context.Scope.Progress.AddBytes(got);
        }
    }

    private static byte[] ReadIndex(string path)
    {
        using var file = PosixFile.OpenRead(path);
        var bytes = new byte[Math.Min(FileStatus.Of(file).SizeBytes, IndexBytesMax)];
        return bytes[..PosixFile.ReadFully(file, bytes, 0, path)];
    }

    private void Close(SourceUnit unit, SourceFile rows, LogTableHead head, byte[]? index)
    {
        var length = head.CopiedBytes;
        if (index is not null)
        {
            if (IsUsable(index, out var header) && header.DataFileBytes == length)
            {
                MyIsamIndexHeader.MarkClosed(index);
            }
            else
            {
                // The server repairs it when it is first used.
                context.Warn($"{rows.FullPath} is written while it is copied: REPAIR TABLE makes the restored one whole");
            }
        }

        using (var file = context.Scope.Target.Reopen(rows.Path))
        {
            file.Finish(length);
        }

        context.Catalog.Set(CopiedFiles.Of(unit, rows, length, head.FinishHash()) with { Status = rows.Status });
        if (unit.Files.FirstOrDefault(file => Path.GetExtension(file.Path) is ".CSM" or ".MYI") is { } metadata)
        {
            Write(unit, metadata, index ?? MakeCsvMetadata(head.Rows));
        }
    }

    private static byte[] MakeCsvMetadata(ulong rows)
    {
        var content = new byte[CsvMetadata.Size];
        new CsvMetadata(rows, IsCrashed: false).Write(content);
        return content;
    }

    private void Write(SourceUnit unit, SourceFile file, byte[] content)
    {
        using (var target = context.Scope.Target.Create(file.Path, default))
        {
            target.Write(content, content.Length, 0);
            target.Finish(content.Length);
        }

        using var hasher = new RangeHasher(context.Scope.HashKind);
        hasher.Append(content);
        context.Catalog.Set(CopiedFiles.Of(unit, file, content.Length, hasher.Finish()) with { Status = file.Status });
    }
}
