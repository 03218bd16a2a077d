using System.Numerics;
using System.Runtime.CompilerServices;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Log;

/// <summary>
/// As many log records as memory allows, gathered by page. Only positions in the log bytes are kept: 12 bytes for a run of
/// records, 8 for a mini-transaction, about 28 for a page.
/// </summary>
internal sealed class RecordBatch : IDisposable
{
    internal const uint NoRun = uint.MaxValue;

    private const long WindowBytesMax = uint.MaxValue - (16L << 20);
    private const uint SlotsMin = 1 << 12;

    private readonly long _memoryBytes;
    private readonly ReservedArray<RecordRun> _runs;
    private readonly ReservedArray<MiniTransactionSpan> _miniTransactions;
    private readonly ReservedArray<ulong> _keys;
    private readonly ReservedArray<ulong> _lists;
    private readonly ReservedArray<uint> _slots;
    private uint _slotMask;
    private uint _runCount;
    private uint _miniTransactionCount;
    private int _pageCount;
    private long _usedBytes;

    internal RecordBatch(RedoLogSource source, long memoryBytes, long logBytes)
    {
        _memoryBytes = memoryBytes;
        var windowBytes = Math.Min(Math.Min(memoryBytes, WindowBytesMax), Math.Max(logBytes, 1) + (1 << 16));
        Window = new LogWindow(source, windowBytes, (int)Math.Clamp(memoryBytes / 16, 1 << 18, 4 << 20));
        _runs = new ReservedArray<RecordRun>(Math.Min(memoryBytes / 12, uint.MaxValue - 1) + 1);
        _miniTransactions = new ReservedArray<MiniTransactionSpan>((memoryBytes / 8) + 1);
        var pagesMax = Math.Min(memoryBytes / 16, 1 << 29) + 1;
        _keys = new ReservedArray<ulong>(pagesMax);
        _lists = new ReservedArray<ulong>(pagesMax);
        _slots = new ReservedArray<uint>((long)BitOperations.RoundUpToPowerOf2((ulong)pagesMax * 2));
        _slotMask = SlotsMin - 1;
    }

    internal LogWindow Window { get; }

    internal int PageCount => _pageCount;

    /// <summary>The length of terminator, nonce and checksum behind the records, in bytes.</summary>
    internal int TailBytes { get; set; } = 5;

    /// <summary>How many more bytes of log may be read.</summary>
    internal long LogRoom => _memoryBytes - _usedBytes - Window.Filled;

    internal void Restart(Lsn lsn)
    {
        Window.Restart(lsn);
        _runs.Clear(_runCount);
        _miniTransactions.Clear(_miniTransactionCount);
        _keys.Clear(_pageCount);
        _lists.Clear(_pageCount);
        _slots.Clear(_slotMask + 1L);
        _slotMask = SlotsMin - 1;
        _runCount = 0;
        _miniTransactionCount = 0;
        _pageCount = 0;
        _usedBytes = SlotsMin * sizeof(uint);
    }

    internal void AddMiniTransaction(long start, int recordBytes)
    {
        _miniTransactions[_miniTransactionCount++] = new MiniTransactionSpan
        {
            Start = (uint)start,
            RecordsEnd = (uint)(start + recordBytes),
        };
        _usedBytes += 8;
    }

    /// <summary>Adds a run of the mini-transaction added last.</summary>
    /// <param name="key">The page: index of its tablespace in the upper half, number in the lower.</param>
    /// <param name="offset">Where it begins in the window.</param>
    /// <param name="startsAnew">Whether it makes all that came before for the page irrelevant.</param>
    internal void AddRun(ulong key, long offset, bool startsAnew)
    {
        var run = _runCount++;
        _runs[run] = new RecordRun { Offset = (uint)offset, MiniTransaction = _miniTransactionCount - 1, Next = NoRun };
        _usedBytes += 12;
        var page = FindOrAdd(key);
        ref var list = ref _lists[page];
        if (list == 0 || startsAnew)
        {
            list = ListOf(run, run);
            return;
        }

        _runs[TailOf(list)].Next = run;
        list = ListOf(HeadOf(list), run);
    }

    /// <summary>Sorts the pages. After that no run can be added.</summary>
    internal void Seal() => _keys.Span(0, _pageCount).Sort(_lists.Span(0, _pageCount));

    internal ulong Key(int page) => _keys[page];

    internal uint FirstRun(int page) => HeadOf(_lists[page]);

    internal uint LastRun(int page) => TailOf(_lists[page]);

    internal uint NextRun(uint run) => _runs[run].Next;

    /// <summary>The LSN at which the mini-transaction of a run begins.</summary>
    internal ulong Start(uint run) => Window.Base.Value + _miniTransactions[_runs[run].MiniTransaction].Start;

    /// <summary>The LSN at which it ends, which its pages carry.</summary>
    internal ulong End(uint run) =>
        Window.Base.Value + _miniTransactions[_runs[run].MiniTransaction].RecordsEnd + (ulong)TailBytes;

    /// <summary>The records from the first of a run to the end of its mini-transaction.</summary>
    internal ReadOnlySpan<byte> Records(uint run)
    {
        var offset = _runs[run].Offset;
        return Window.Bytes(offset, (int)(_miniTransactions[_runs[run].MiniTransaction].RecordsEnd - offset));
    }

    public void Dispose()
    {
        Window.Dispose();
        _runs.Dispose();
        _miniTransactions.Dispose();
        _keys.Dispose();
        _lists.Dispose();
        _slots.Dispose();
    }

    // Head and tail are kept plus one, so that an entry never written is an empty list.
    private static ulong ListOf(uint head, uint tail) => ((ulong)(head + 1) << 32) | (tail + 1);

    private static uint HeadOf(ulong list) => (uint)(list >> 32) - 1;

    private static uint TailOf(ulong list) => (uint)list - 1;

    private int FindOrAdd(ulong key)
    {
        var slot = Hash(key) & _slotMask;
        while (true)
        {
            var entry = _slots[slot];
            if (entry == 0)
            {
                return Add(key, slot);
            }

            if (_keys[entry - 1] == key)
            {
                return (int)entry - 1;
            }

            slot = (slot + 1) & _slotMask;
        }
    }

    private int Add(ulong key, uint slot)
    {
        var page = _pageCount++;
        _keys[page] = key;
        _lists[page] = 0;
        _slots[slot] = (uint)page + 1;
        _usedBytes += 2 * sizeof(ulong);
        if (_pageCount > (_slotMask >> 1) + (_slotMask >> 2))
        {
            Grow();
        }

        return page;
    }

    private void Grow()
    {
        _usedBytes += (_slotMask + 1L) * sizeof(uint);
        _slots.Clear(_slotMask + 1L);
        _slotMask = (_slotMask << 1) | 1;
        for (var page = 0; page < _pageCount; page++)
        {
            var slot = Hash(_keys[page]) & _slotMask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _slotMask;
            }

            _slots[slot] = (uint)page + 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ulong key) => (uint)((key * 0x9E3779B97F4A7C15) >> 32);
}
