using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.RedoLog.Apply;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>What all workers share while a batch is applied; nothing of it changes meanwhile.</summary>
internal sealed class ApplyContext
{
    internal const int PageLsnOffset = 16; // FIL_PAGE_LSN

    private const byte TypeMask = 0xf0;

    internal required RecordBatch Batch { get; init; }

    internal required IReadOnlyDictionary<ulong, ulong> LateInitializations { get; init; }

    internal required EncryptionKeys Keys { get; init; }

    internal required OperationProgress Progress { get; init; }

    internal required CancellationToken Cancellation { get; init; }

    /// <summary>Whether <see cref="LateInitializations"/> is about what follows this batch.</summary>
    internal required Lsn End { get; init; }

    internal required int ServerPageBytes { get; init; }

    /// <summary>Whether what the page holds now matters: the log does not make it anew.</summary>
    internal bool NeedsOriginal(Tablespace tablespace, int index)
    {
        // A page may have been made anew in an earlier life of the file.
        foreach (var run in Batch.Runs(index))
        {
            if (!IsObsolete(tablespace, index, run))
            {
                return TypeOf(run) is not (RedoRecordType.InitPage or RedoRecordType.FreePage);
            }
        }

        return false;
    }

    /// <summary>Whether no record of the batch for a page counts any more.</summary>
    internal bool IsObsolete(Tablespace tablespace, int index) => IsObsolete(tablespace, index, Batch.Runs(index)[^1]);

    /// <summary>Whether records of the batch are newer than the page.</summary>
    internal bool HasRecordsFor(Tablespace tablespace, int index, ulong pageLsn)
    {
        var last = Batch.Runs(index)[^1];
        return Batch.Start(last) >= pageLsn && !IsObsolete(tablespace, index, last);
    }

    /// <summary>Applies the records of a page.</summary>
    /// <param name="tablespace">The tablespace.</param>
    /// <param name="index">The page in the batch.</param>
    /// <param name="page">Its plain image, all zero if it is made anew.</param>
    /// <param name="number">Its number.</param>
    /// <returns>The LSN of the page; 0 when nothing was applied and it need not be written.</returns>
    internal ulong Apply(Tablespace tablespace, int index, Span<byte> page, PageNumber number)
    {
        var isCompressed = tablespace.PageBytes < ServerPageBytes
            || (tablespace.Format is { } format && format.Flags.IsCompressedRowFormat);
        var pageLsn = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(page[PageLsnOffset..]);
        ulong applied = 0;
        var runs = Batch.Runs(index);
        for (var i = 0; i < runs.Length; i++)
        {
            Batch.Prefetch(runs, i);
            var run = runs[i];
            if (Batch.Start(run) < pageLsn || IsObsolete(tablespace, index, run)
                || TypeOf(run) == RedoRecordType.FreePage)
            {
                continue;
            }

            try
            {
                PageImage.ApplyRun(page, isCompressed, Batch.Records(run));
            }
            catch (PageApplyException e)
            {
                throw new FailureException(
                    FailureKind.Damaged,
                    $"{tablespace.Name}: page {number} cannot be brought forward at LSN {Batch.Start(run)}: {e.Reason}",
                    "the page or the log is damaged: use another backup",
                    e);
            }

            applied = Batch.End(run);
        }

        return applied;
    }

    // Cut off with the tablespace, or followed by a later record that makes the page anew.
    private bool IsObsolete(Tablespace tablespace, int index, uint run)
    {
        var key = Batch.Key(index);
        return tablespace.State!.IsDropped((uint)key, Batch.End(run))
            || (LateInitializations.Count > 0 && LateInitializations.TryGetValue(key, out var later) && Batch.Start(run) < later);
    }

    private RedoRecordType TypeOf(uint run) => (RedoRecordType)(Batch.Records(run)[0] & TypeMask);
}
