using System.Numerics;
using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Walks through the log once or several times: the first time it learns what must be known of all of it.</summary>
internal sealed class LogScanner : IDisposable
{
    private readonly RedoLogSource _source;
    private readonly RedoLogCipher? _cipher;
    private readonly OperationProgress _progress;
    private readonly CancellationToken _cancellation;
    private bool _isFirstPass = true;
    private LogFeed? _feed;
    private LogPiece? _piece;
    private int _next;
    private ulong[] _keys = [];
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

    /// <summary>The records of the whole log by type, after the first pass.</summary>
    internal IReadOnlyList<KeyValuePair<string, long>> Records { get; private set; } = [];

    /// <summary>The number of mini-transactions of the whole log, after the first pass.</summary>
    internal long MiniTransactions { get; private set; }

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
        var checkpoint = _source.Checkpoint;
        var into = (RecordBatch?)batch;
        Lsn? resume = null;
        batch.Restart(checkpoint.Checkpoint);
        using (var feed = new LogFeed(_source, _cipher, checkpoint.Checkpoint, findsRuns: true, _progress.Profile))
        {
            while (feed.TryTake(out var piece))
            {
                _cancellation.ThrowIfCancellationRequested();
                FindKeys(piece);
                for (var i = 0; i < piece.Count; i++)
                {
                    if (into is not null && into.IsFull(piece.Start(i)))
                    {
                        resume = piece.Start(i);
                        into = null;
                    }

                    NoteStart(piece.Start(i), piece.Start(i) + (ulong)piece.Length(i), piece.Records(i));
                    Take(piece, i, into);
                }

                MiniTransactions += piece.Count;
                _progress.AddBytes(piece.Used);
            }

            End = feed.End;
            EndStatus = feed.EndStatus;
            Records = feed.Counts.ToList();
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

        return resume ?? End;
    }

    /// <summary>Fills the next batch.</summary>
    /// <param name="batch">Is emptied first.</param>
    /// <param name="from">Where the batch before ended.</param>
    /// <returns>Where the next batch begins, or the log ends.</returns>
    internal Lsn Fill(RecordBatch batch, Lsn from)
    {
        _feed ??= new LogFeed(_source, _cipher, from, findsRuns: true, _progress.Profile);
        batch.Restart(from);
        while (true)
        {
            for (; _piece is { } piece && _next < piece.Count; _next++)
            {
                if (batch.IsFull(piece.Start(_next)))
                {
                    return piece.Start(_next);
                }

                Take(piece, _next, batch);
            }

            _cancellation.ThrowIfCancellationRequested();
            _next = 0;
            if (!_feed.TryTake(out _piece))
            {
                return End;
            }

            FindKeys(_piece);
        }
    }

    public void Dispose() => _feed?.Dispose();

    // A piece at a time, so that the batch can be told early which pages come up.
    private void FindKeys(LogPiece piece)
    {
        var runs = piece.Runs;
        if (_keys.Length < runs.Length)
        {
            _keys = new ulong[BitOperations.RoundUpToPowerOf2((uint)runs.Length)];
        }

        for (var i = 0; i < runs.Length; i++)
        {
            _keys[i] = ((ulong)Spaces.Get(runs[i].Space).Index << 32) | runs[i].Page.Value;
        }
    }

    private void Take(LogPiece piece, int index, RecordBatch? batch)
    {
        var records = piece.Records(index);
        var start = piece.Start(index);
        var length = piece.Length(index);
        var end = piece.EndRun(index);
        batch?.BeginMiniTransaction(start, length);
        for (var i = index == 0 ? 0 : piece.EndRun(index - 1); i < end; i++)
        {
            ref readonly var run = ref piece.Runs[i];
            var space = Spaces.At((int)(_keys[i] >> 32));
            if (start < space.AppliesFrom)
            {
                continue;
            }

            if (_isFirstPass)
            {
                Note(run, space, _keys[i], records, start, start + (ulong)length, isKept: batch is not null);
            }

            if (batch is not null && !run.IsTrim)
            {
                batch.Prefetch(_keys.AsSpan(0, piece.Runs.Length), i);
                batch.Add(_keys[i], records[run.Start..run.End], run.StartsAnew);
            }
        }
    }

    private void Note(
        in RedoRun run, SpaceState space, ulong key, ReadOnlySpan<byte> records, Lsn start, Lsn end, bool isKept)
    {
        if (run.IsTrim)
        {
            Trim(space, run.Page, start);
            return;
        }

        if (!space.HasRecords)
        {
            space.HasRecords = true;
            space.FirstRecord = start;
        }

        if (run.Page.Value == 0)
        {
            PageZeroRecords.Note(space, records[run.Start..run.End], run.Type == RedoRecordType.InitPage, end);
        }

        if (run.StartsAnew && !isKept)
        {
            LateInitializations[key] = start.Value;
        }
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
            throw _source.Damaged(start, "it holds a file operation of a wrong form");
        }
    }
}
