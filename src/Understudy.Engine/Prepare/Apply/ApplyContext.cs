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

    /// <summary>Pages that the log behind the batch makes anew, and where; nothing for the last batch.</summary>
    internal required IReadOnlyDictionary<ulong, ulong> LateInitializations { get; init; }

    internal required EncryptionKeys Keys { get; init; }

    internal required OperationProgress Progress { get; init; }

    internal required CancellationToken Cancellation { get; init; }

    /// <summary>Where the log ends.</summary>
    internal required Lsn End { get; init; }

    internal required int ServerPageBytes { get; init; }

    /// <summary>Tells which records of a page no longer count.</summary>
    internal PageHorizon HorizonOf(Tablespace tablespace, int index)
    {
        var key = Batch.Key(index);
        var state = tablespace.State!;
        return new PageHorizon(
            (uint)key >= state.DroppedFrom ? state.DroppedUpTo : 0,
            LateInitializations.Count > 0 && LateInitializations.TryGetValue(key, out var later) ? later : 0);
    }

    /// <summary>Whether what the page holds now matters: the log does not make it anew.</summary>
    internal bool NeedsOriginal(Tablespace tablespace, int index, ref byte[] scratch)
    {
        var horizon = HorizonOf(tablespace, index);
        if (horizon.IsNowhere)
        {
            return NeedsOriginal(Batch.FirstByte(index));
        }

        // A page may have been made anew in an earlier life of the file.
        var runs = Batch.Runs(index, ref scratch);
        while (runs.MoveNext())
        {
            if (!horizon.IsPast(runs.Start, runs.End))
            {
                return NeedsOriginal(runs.Records[0]);
            }
        }

        return false;
    }

    /// <summary>Whether no record of the batch for a page counts any more.</summary>
    internal bool IsObsolete(Tablespace tablespace, int index) =>
        HorizonOf(tablespace, index).IsPast(Batch.LastStart(index), Batch.LastEnd(index));

    /// <summary>Whether records of the batch are newer than the page.</summary>
    internal bool HasRecordsFor(Tablespace tablespace, int index, ulong pageLsn) =>
        Batch.LastStart(index) >= pageLsn && !IsObsolete(tablespace, index);

    /// <summary>Applies the records of a page.</summary>
    /// <param name="tablespace">The tablespace.</param>
    /// <param name="index">The page in the batch.</param>
    /// <param name="page">Its plain image, all zero if it is made anew.</param>
    /// <param name="number">Its number.</param>
    /// <param name="scratch">Belongs to the thread.</param>
    /// <returns>The LSN of the page; 0 when nothing was applied and it need not be written.</returns>
    internal ulong Apply(Tablespace tablespace, int index, Span<byte> page, PageNumber number, ref byte[] scratch)
    {
        var isCompressed = tablespace.PageBytes < ServerPageBytes
            || (tablespace.Format is { } format && format.Flags.IsCompressedRowFormat);
        var pageLsn = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(page[PageLsnOffset..]);
        var horizon = HorizonOf(tablespace, index);
        ulong applied = 0;
        var runs = Batch.Runs(index, ref scratch);
        while (runs.MoveNext())
        {
            if (runs.Start < pageLsn || horizon.IsPast(runs.Start, runs.End) || TypeOf(runs.Records[0]) == RedoRecordType.FreePage)
            {
                continue;
            }

            try
            {
                PageImage.ApplyRun(page, isCompressed, runs.Records);
            }
            catch (PageApplyException e)
            {
                throw new FailureException(
                    FailureKind.Damaged,
                    $"{tablespace.Name}: page {number} cannot be brought forward at LSN {runs.Start}: {e.Reason}",
                    "the page or the log is damaged: use another backup",
                    e);
            }

            applied = runs.End;
        }

        return applied;
    }

    private static bool NeedsOriginal(byte first) =>
        TypeOf(first) is not (RedoRecordType.InitPage or RedoRecordType.FreePage);

    private static RedoRecordType TypeOf(byte first) => (RedoRecordType)(first & TypeMask);
}
