using System.Runtime.CompilerServices;
using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Walks through the log once or several times: the first time it learns what must be known of all of it.</summary>
internal sealed class LogScanner
{
    private const int WindowBytes = 8 << 20;

    private readonly RedoLogSource _source;
    private readonly RedoLogCipher? _cipher;
    private readonly OperationProgress _progress;
    private readonly CancellationToken _cancellation;
    private bool _isFirstPass;
    private bool _checkpointReached;
    private bool _checkpointFound;

    internal LogScanner(
        RedoLogSource source, RedoLogCipher? cipher, SpaceTable spaces, OperationProgress progress, CancellationToken cancellation)
    {
        _source = source;
        _cipher = cipher;
        Spaces = spaces;
        _progress = progress;
        _cancellation = cancellation;
    }

    internal SpaceTable Spaces { get; }

    internal LogStatistics Statistics { get; } = new();

    /// <summary>
    /// For pages that the log behind the first batch initialises or frees: the LSN at which it last does so. The key is that
    /// of the batch.
    /// </summary>
    internal Dictionary<ulong, ulong> LateInitializations { get; } = [];

    /// <summary>The end of the log, known after the first pass.</summary>
    internal Lsn End { get; private set; }

    /// <summary>What stands where the log ends.</summary>
    internal MiniTransactionStatus EndStatus { get; private set; }

    /// <summary>Goes through all of the log, filling the batch as far as it goes.</summary>
    /// <returns>Where the next batch begins; <see cref="End"/> when all fitted into this one.</returns>
    /// <exception cref="FailureException">The log is damaged or does not hold what belongs to its checkpoint.</exception>
    internal Lsn ScanAll(RecordBatch batch)
    {
        _isFirstPass = true;
        var checkpoint = _source.Checkpoint;
        var resume = Fill(batch, checkpoint.Checkpoint);
        if (EndStatus == MiniTransactionStatus.Complete)
        {
            using var window = new LogWindow(_source, WindowBytes, WindowBytes / 2);
            window.Restart(resume);
            ScanRest(window);
        }
        else
        {
            End = resume;
        }

        _isFirstPass = false;
        if (!_checkpointFound)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{_source.Path}: the mark of checkpoint {checkpoint.Checkpoint} is not at LSN {checkpoint.End}; "
                + $"the log ends at LSN {End} ({EndStatus})",
                "the log is cut short or damaged: use another backup");
        }

        return resume;
    }

    /// <summary>Fills a batch from an LSN on.</summary>
    /// <returns>Where the next batch begins, or the log ends.</returns>
    internal Lsn Fill(RecordBatch batch, Lsn from)
    {
        batch.Restart(from);
        batch.TailBytes = _source.IsEncrypted ? 1 + MiniTransaction.NonceBytes + 4 : 1 + 4;
        var window = batch.Window;
        long position = 0;
        while (true)
        {
            var status = TryFrame(window, position, out var frame);
            if (status == MiniTransactionStatus.NeedMoreData)
            {
                if (batch.LogRoom > 0 || position == 0)
                {
                    if (window.TryReadMore(position == 0 ? long.MaxValue : batch.LogRoom))
                    {
                        continue;
                    }
                }

                // Either the log is at its end, or it goes on and this batch is full.
                EndStatus = window.Base + (ulong)window.Filled >= _source.Limit ? status : MiniTransactionStatus.Complete;
                return window.Base + (ulong)position;
            }

            if (status != MiniTransactionStatus.Complete)
            {
                EndStatus = status;
                return window.Base + (ulong)position;
            }

            Take(window, position, frame, batch);
            position += frame.Length;
        }
    }

    private void ScanRest(LogWindow window)
    {
        long position = 0;
        while (true)
        {
            var status = TryFrame(window, position, out var frame);
            if (status == MiniTransactionStatus.Complete)
            {
                Take(window, position, frame, batch: null);
                position += frame.Length;
                continue;
            }

            if (status == MiniTransactionStatus.NeedMoreData)
            {
                window.DropBefore(position);
                position = 0;
                if (window.TryReadMore())
                {
                    continue;
                }
            }

            EndStatus = status;
            End = window.Base + (ulong)position;
            return;
        }
    }

    private MiniTransactionStatus TryFrame(LogWindow window, long position, out MiniTransactionFrame frame)
    {
        var available = (int)Math.Min(window.Filled - position, MiniTransaction.LengthMax);
        return MiniTransaction.TryFrame(
            window.Bytes(position, available),
            _source.Geometry,
            window.Base + (ulong)position,
            _source.IsEncrypted,
            out frame);
    }

    private void Take(LogWindow window, long position, MiniTransactionFrame frame, RecordBatch? batch)
    {
        var records = window.Bytes(position, frame.RecordBytes);
        var start = window.Base + (ulong)position;
        var end = start + (ulong)frame.Length;
        if (_cipher is not null
            && !_cipher.TryDecrypt(records, window.Bytes(position + frame.NonceOffset, MiniTransaction.NonceBytes)))
        {
            throw Damaged(start, "its records cannot be walked through");
        }

        if (_isFirstPass)
        {
            NoteStart(start, end, records);
        }

        batch?.BeginMiniTransaction(position, frame.RecordBytes);
        var reader = new RedoRecordReader(records);
        while (reader.TryRead(out var record))
        {
            if (_isFirstPass)
            {
                Count(record, records);
            }

            if (!record.IsFileOperation && !record.IsSamePage)
            {
                TakeRun(record, records, position, start, end, batch);
            }
        }

        if (reader.Error is { } error)
        {
            throw Damaged(start + (ulong)reader.Position, error);
        }

        if (_isFirstPass)
        {
            Statistics.MiniTransactions++;
            _progress.AddBytes(frame.Length);
            if ((Statistics.MiniTransactions & 0xfff) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private void TakeRun(
        in RedoRecord record, ReadOnlySpan<byte> records, long position, Lsn start, Lsn end, RecordBatch? batch)
    {
        var space = Spaces.Get(record.Space);
        if (start < space.AppliesFrom)
        {
            return;
        }

        var key = ((ulong)space.Index << 32) | record.Page.Value;
        if (record.Type == RedoRecordType.Extended
            && records[record.PayloadStart] == (byte)ExtendedRecordType.TrimPages)
        {
            if (_isFirstPass)
            {
                Trim(space, record.Page, start);
            }

            return;
        }

        var startsAnew = record.Type is RedoRecordType.InitPage or RedoRecordType.FreePage;
        if (_isFirstPass)
        {
            if (!space.HasRecords)
            {
                space.HasRecords = true;
                space.FirstRecord = start;
            }

            if (record.Page.Value == 0)
            {
                PageZeroRecords.Note(space, records[record.Start..], record.Type == RedoRecordType.InitPage, end);
            }

            if (startsAnew && batch is null)
            {
                LateInitializations[key] = start.Value;
            }
        }

        batch?.AddRun(key, position + record.Start, startsAnew);
    }

    // Everything before the start of the mini-transaction is void, the rest of the same one makes the tablespace anew.
    private static void Trim(SpaceState space, PageNumber page, Lsn start)
    {
        space.DroppedUpTo = start.Value;
        space.DroppedFrom = space.Id == SpaceId.System.Value ? page.Value : 0;
        space.TrimmedTo = page.Value;
    }

    private void NoteStart(Lsn start, Lsn end, ReadOnlySpan<byte> records)
    {
        if (start == _source.Checkpoint.End)
        {
            _checkpointReached = true;
        }

        if (!RedoFileOperationReader.MayHaveAny(records))
        {
            return;
        }

        var operations = new RedoFileOperationReader(records);
        while (operations.MoveNext())
        {
            var operation = operations.Current;
            if (operation.Kind == RedoFileOperationKind.Checkpoint)
            {
                _checkpointFound |= _checkpointReached && operation.CheckpointLsn == _source.Checkpoint.Checkpoint;
            }
            else
            {
                Spaces.Note(operation, end);
            }
        }

        if (operations.IsCorrupt)
        {
            throw Damaged(start, "it holds a file operation of a wrong form");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(in RedoRecord record, ReadOnlySpan<byte> records)
    {
        if (record.IsPadding)
        {
            return;
        }

        Statistics.Count(record.Type);
        if (record.Type == RedoRecordType.Extended)
        {
            Statistics.CountExtended(records[record.PayloadStart]);
        }
    }

    private FailureException Damaged(Lsn lsn, string reason) => new(
        FailureKind.Damaged,
        $"{_source.Path}: the record at LSN {lsn} is damaged: {reason}",
        _cipher is null ? null : "a wrong key, or a wrong encryption algorithm, looks the same");
}
