using Understudy.Engine.Copying;

namespace Understudy.Engine.Backup.Increment;

/// <summary>
/// The changed pages of one file on their way into its <c>.delta</c>. Threads read ranges of the file at the same time, while the
/// <c>.delta</c> is written from front to back: the thread that has the range whose turn it is writes its pages as it finds them,
/// others gather theirs as long as there is memory, and leave the range. Nobody waits for anybody: whoever ends the range before
/// goes on with a range that was left, where it was left.
/// </summary>
internal sealed class DeltaTransfer : IDisposable
{
    /// <summary>The length of a range, in bytes: any size of page divides it.</summary>
    internal const long RangeBytes = 64L << 20;

    private readonly CopyScope _scope;
    private readonly IPageSource _source;
    private readonly PageMemory _gathered;
    private readonly DeltaWriter _writer;
    private readonly int _pageBytes;
    private readonly Func<uint, ReadOnlySpan<byte>, bool> _takes;
    private readonly DeltaRange[] _ranges;
    private readonly Lock _lock = new();
    private int _turn;

    /// <summary>Begins a file.</summary>
    /// <param name="scope">Where to.</param>
    /// <param name="path">The name of the <c>.delta</c> there.</param>
    /// <param name="pageBytes">The length of a page.</param>
    /// <param name="memory">Holds pages.</param>
    /// <param name="source">The file.</param>
    /// <param name="endBytes">Up to where it is read; a page that is not whole is left out.</param>
    /// <param name="takes">Whether a page goes into the <c>.delta</c>, by its number in the file.</param>
    /// <param name="rangeBytes">The length of a range.</param>
    internal DeltaTransfer(
        CopyScope scope,
        string path,
        int pageBytes,
        IncrementMemory memory,
        IPageSource source,
        long endBytes,
        Func<uint, ReadOnlySpan<byte>, bool> takes,
        long rangeBytes = RangeBytes)
    {
        _scope = scope;
        _source = source;
        _gathered = memory.Gathered;
        _pageBytes = pageBytes;
        _takes = takes;
        var end = endBytes / pageBytes * pageBytes;
        _ranges = [.. Enumerable.Range(0, Count(end, rangeBytes)).Select(i =>
            new DeltaRange(i, i * rangeBytes, Math.Min(end, (i + 1) * rangeBytes), new HeldPages(memory.Gathered, pageBytes)))];
        _writer = new DeltaWriter(scope, path, pageBytes, memory.Clusters, source);
    }

    internal int RangeCount => _ranges.Length;

    /// <summary>The number of ranges of a file of a length, at least one.</summary>
    internal static int Count(long sizeBytes, long rangeBytes = RangeBytes) => (int)Math.Max(1, (sizeBytes + rangeBytes - 1) / rangeBytes);

    /// <summary>Copies a range, and others that were left; to be called once for each.</summary>
    /// <returns>Whether all are written: then the caller calls <see cref="Finish"/>.</returns>
    internal bool CopyRange(int index, CopyWorker worker)
    {
        var isDone = false;
        for (var range = _ranges[index]; range is not null; range = Leave(range, out isDone))
        {
            Read(range, worker);
        }

        return isDone;
    }

    /// <summary>Ends the <c>.delta</c>.</summary>
    /// <returns>Length and hashes.</returns>
    internal (long SizeBytes, string[] Hashes) Finish() => _writer.Finish();

    public void Dispose()
    {
        _writer.Dispose();
        foreach (var range in _ranges)
        {
            range.Dispose();
        }
    }

    private bool IsTurnOf(DeltaRange range) => Volatile.Read(ref _turn) == range.Index;

    // A range has its turn when the one before is written. Either the thread that wrote that one finds it left, and takes it here;
    // or it is not left yet, and the thread that has it, or will, sees in time that it has its turn, at the latest when it comes here.
    private DeltaRange? Leave(DeltaRange range, out bool isDone)
    {
        lock (_lock)
        {
            range.IsLeft = true;
            if (range.IsWritten)
            {
                _turn++;
            }

            isDone = _turn == _ranges.Length;
            if (isDone || !_ranges[_turn].IsLeft)
            {
                return null;
            }

            var next = _ranges[_turn];
            next.IsLeft = false;
            return next;
        }
    }

    private void Read(DeltaRange range, CopyWorker worker)
    {
        var isTurn = false;
        if (!IsTurnOf(range) && _gathered.IsOut)
        {
            return;
        }

        using var blocks = new BlockReader(worker, range.Next, range.End, ReadInTurn);
        while (blocks.Next())
        {
            using (_scope.Progress.Profile.Time(Activity.Verifying))
            {
                _source.Verify(blocks.Block, blocks.Offset);
            }

            isTurn = isTurn || TakeTurn(range);
            if (!Take(range, blocks.Block, blocks.Offset, isTurn))
            {
                return;
            }

            range.Next = blocks.Offset + blocks.Length;
            _scope.Progress.AddBytes(blocks.Length);
        }

        range.IsWritten = isTurn || TakeTurn(range);
    }

    private bool TakeTurn(DeltaRange range)
    {
        if (!IsTurnOf(range))
        {
            return false;
        }

        range.MoveTo(_writer);
        return true;
    }

    // What is left in the middle of a block is left at its beginning, since reading goes on at aligned places only.
    private bool Take(DeltaRange range, ReadOnlySpan<byte> block, long offset, bool isTurn)
    {
        var before = range.Count;
        for (var at = 0; at < block.Length; at += _pageBytes)
        {
            var number = (uint)((offset + at) / _pageBytes);
            var page = block.Slice(at, _pageBytes);
            if (!_takes(number, page))
            {
                continue;
            }

            if (isTurn)
            {
                _writer.Add(number, page);
            }
            else if (!range.TryAdd(number, page))
            {
                range.CutTo(before);
                return false;
            }
        }

        return true;
    }

    // Where the file was cut off meanwhile, the redo log says how it goes on.
    private int ReadInTurn(Span<byte> buffer, int want, long offset)
    {
        _scope.Cancellation.ThrowIfCancellationRequested();
        _scope.AwaitTurn(want);
        return _source.Read(buffer, want, offset) / _pageBytes * _pageBytes;
    }
}
