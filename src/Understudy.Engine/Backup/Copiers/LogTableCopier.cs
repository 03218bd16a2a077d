using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.Csv;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Copies mysql.general_log and mysql.slow_log when they are CSV tables. Rows are only ever appended, in every stage: the head is
/// copied early, the end under BLOCK_COMMIT, cut after the last whole row. The metadata file is made here, as that of a closed
/// table, because the server's own is marked as crashed while the log is on.
/// </summary>
/// <param name="context">The backup.</param>
internal sealed class LogTableCopier(BackupContext context)
{
    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);

    /// <summary>Brings the copy of a log table up to what the server has now.</summary>
    /// <param name="unit">The table.</param>
    /// <param name="isFinal">Whether this is the end: then the copy is cut at a whole row and closed.</param>
    /// <param name="worker">The copying thread's own.</param>
    internal void Copy(SourceUnit unit, bool isFinal, CopyWorker worker)
    {
        if (unit.Files.FirstOrDefault(f => f.Path.EndsWith(".CSV", StringComparison.Ordinal)) is not { } rows)
        {
            return;
        }

        using var source = PosixFile.OpenRead(rows.FullPath);
        var status = FileStatus.Of(source);
        var head = HeadOf(unit.Key, status);
        using (var target = head.CopiedBytes == 0 ? context.Scope.Target.Create(rows.Path, default) : context.Scope.Target.Reopen(rows.Path))
        {
            Append(source, rows, target, head, status.SizeBytes, worker);
            if (isFinal)
            {
                target.Finish(head.WholeRowsBytes);
            }
        }

        if (isFinal)
        {
            Close(unit, rows, status, head, worker);
        }
    }

    private Head HeadOf(string key, in FileStatus status)
    {
        lock (_heads)
        {
            var isNew = !_heads.TryGetValue(key, out var head)
                || !Signature.IsSameFile(head.Status, status)
                || status.SizeBytes < head.CopiedBytes;
            return isNew ? _heads[key] = new Head(status) : head!;
        }
    }

    private void Append(
        SafeFileHandle source, SourceFile rows, ITargetFile target, Head head, long end, CopyWorker worker)
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

    private void Close(SourceUnit unit, SourceFile rows, in FileStatus status, Head head, CopyWorker worker)
    {
        var target = context.Scope.Target;
        context.Catalog.Set(CopiedFiles.Of(unit, rows, head.WholeRowsBytes, TargetHash.Of(target, rows.Path, worker)) with { Status = status });
        if (unit.Files.FirstOrDefault(f => f.Path.EndsWith(".CSM", StringComparison.Ordinal)) is not { } metadata)
        {
            return;
        }

        Span<byte> content = stackalloc byte[CsvMetadata.Size];
        new CsvMetadata(head.Rows, IsCrashed: false).Write(content);
        using (var file = target.Create(metadata.Path, default))
        {
            file.Write(content, content.Length, 0);
            file.Finish(content.Length);
        }

        worker.Hasher.Append(content);
        context.Catalog.Set(CopiedFiles.Of(unit, metadata, content.Length, worker.Hasher.Finish()) with { Status = metadata.Status });
    }

    private sealed class Head(FileStatus status)
    {
        internal FileStatus Status { get; } = status;

        internal long CopiedBytes { get; private set; }

        internal long WholeRowsBytes { get; private set; }

        internal ulong Rows { get; private set; }

        internal void Account(ReadOnlySpan<byte> bytes)
        {
            var end = CsvRows.EndOfLastComplete(bytes);
            WholeRowsBytes = end > 0 ? CopiedBytes + end : WholeRowsBytes;
            Rows += (ulong)CsvRows.CountComplete(bytes);
            CopiedBytes += bytes.Length;
        }
    }
}
