using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Log;

/// <summary>
/// As many log records as memory allows, gathered by page. Only positions in the log bytes are kept: 20 bytes for a run of
/// records, about 40 for a page. Runs are written one behind the other while the log is read, and put in the order of pages by
/// counting when it is read: nothing is chained, so that memory is walked through forwards.
/// </summary>
internal sealed class RecordBatch : IDisposable
{
    private const long WindowBytesMax = uint.MaxValue - (16L << 20);
    private const uint SlotsMin = 1 << 12;
    private const int RunBytes = 16 + sizeof(uint);
    private const int PageBytes = sizeof(ulong) + 16 + (2 * sizeof(uint));
    private const int RunsAhead = 12;
    private const int RecordsAhead = 5;

    private readonly long _memoryBytes;
    private readonly ReservedArray<RecordRun> _runs;
    private readonly ReservedArray<uint> _order;
    private readonly ReservedArray<ulong> _keys;
    private readonly ReservedArray<PageEntry> _entries;
    private readonly ReservedArray<uint> _pages;
    private readonly ReservedArray<uint> _begins;
    private readonly ReservedArray<uint> _slots;
    private uint _slotMask = SlotsMin - 1;
    private uint _runCount;
    private int _pageCount;
    private long _usedBytes;
    private uint _miniTransactionStart;
    private uint _recordsEnd;

    internal RecordBatch(RedoLogSource source, long memoryBytes, long logBytes)
    {
        _memoryBytes = memoryBytes;
        var windowBytes = Math.Min(Math.Min(memoryBytes, WindowBytesMax), Math.Max(logBytes, 1) + (1 << 16));
        Window = new LogWindow(source, windowBytes, (int)Math.Clamp(memoryBytes / 16, 1 << 18, 4 << 20));
        var runsMax = Math.Min(memoryBytes / RunBytes, int.MaxValue - 1) + 1;
        _runs = new ReservedArray<RecordRun>(runsMax);
        _order = new ReservedArray<uint>(runsMax);
        var pagesMax = Math.Min(memoryBytes / PageBytes, 1 << 29) + 1;
        _keys = new ReservedArray<ulong>(pagesMax);
        _entries = new ReservedArray<PageEntry>(pagesMax);
        _pages = new ReservedArray<uint>(pagesMax);
        _begins = new ReservedArray<uint>(pagesMax + 1);
        _slots = new ReservedArray<uint>((long)BitOperations.RoundUpToPowerOf2((ulong)pagesMax * 2));
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
        _slots.Span(0, (int)Math.Min(_slotMask + 1L, int.MaxValue)).Clear();
        _slotMask = SlotsMin - 1;
        _runCount = 0;
        _pageCount = 0;
        _usedBytes = SlotsMin * sizeof(uint);
    }

    internal void BeginMiniTransaction(long start, int recordBytes)
    {
        _miniTransactionStart = (uint)start;
        _recordsEnd = (uint)(start + recordBytes);
    }

    /// <summary>Adds a run of the mini-transaction begun last.</summary>
    /// <param name="key">The page: index of its tablespace in the upper half, number in the lower.</param>
    /// <param name="offset">Where it begins in the window.</param>
    /// <param name="startsAnew">Whether it makes all that came before for the page irrelevant.</param>
    internal void AddRun(ulong key, long offset, bool startsAnew)
    {
        var page = FindOrAdd(key);
        ref var entry = ref _entries[page];
        if (startsAnew)
        {
            entry.Count = 0;
            entry.FirstRun = _runCount;
        }

        entry.Count++;
        _runs[_runCount++] = new RecordRun
        {
            Offset = (uint)offset,
            MiniTransactionStart = _miniTransactionStart,
            RecordsEnd = _recordsEnd,
            Page = page,
        };
        _usedBytes += RunBytes;
    }

    /// <summary>Puts pages and runs in order. After that no run can be added.</summary>
    internal void Seal()
    {
        for (var i = 0; i < _pageCount; i++)
        {
            _keys[i] = _entries[i].Key;
            _pages[i] = (uint)i;
        }

        var pages = _pages.Span(0, _pageCount);
        _keys.Span(0, _pageCount).Sort(pages);
        uint begin = 0;
        for (var i = 0; i < pages.Length; i++)
        {
            _begins[i] = begin;
            ref var count = ref _entries[pages[i]].Count;
            begin += count;
            count = _begins[i];
        }

        _begins[pages.Length] = begin;
        for (uint run = 0; run < _runCount; run++)
        {
            ref var entry = ref _entries[_runs[run].Page];
            if (run >= entry.FirstRun)
            {
                _order[entry.Count++] = run;
            }
        }
    }

    internal ulong Key(int page) => _keys[page];

    /// <summary>The runs of a page, in the order of the log; never empty.</summary>
    internal ReadOnlySpan<uint> Runs(int page) => _order.Span(_begins[page], (int)(_begins[page + 1] - _begins[page]));

    /// <summary>The LSN at which the mini-transaction of a run begins.</summary>
    internal ulong Start(uint run) => Window.Base.Value + _runs[run].MiniTransactionStart;

    /// <summary>The LSN at which it ends, which its pages carry.</summary>
    internal ulong End(uint run) => Window.Base.Value + _runs[run].RecordsEnd + (ulong)TailBytes;

    /// <summary>The records from the first of a run to the end of its mini-transaction.</summary>
    internal ReadOnlySpan<byte> Records(uint run)
    {
        ref var entry = ref _runs[run];
        return Window.Bytes(entry.Offset, (int)(entry.RecordsEnd - entry.Offset));
    }

    /// <summary>Asks the processor to bring what will be needed soon: the runs of a page lie far from each other.</summary>
    internal unsafe void Prefetch(ReadOnlySpan<uint> runs, int current)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        if (current + RunsAhead < runs.Length)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _runs[runs[current + RunsAhead]]));
        }

        if (current + RecordsAhead < runs.Length)
        {
            var offset = _runs[runs[current + RecordsAhead]].Offset;
            Sse.Prefetch0(Unsafe.AsPointer(ref Window.Bytes(offset, 1)[0]));
        }
    }

    public void Dispose()
    {
        Window.Dispose();
        _runs.Dispose();
        _order.Dispose();
        _keys.Dispose();
        _entries.Dispose();
        _pages.Dispose();
        _begins.Dispose();
        _slots.Dispose();
    }

    private uint FindOrAdd(ulong key)
    {
        var slot = Hash(key) & _slotMask;
        while (true)
        {
            var entry = _slots[slot];
            if (entry == 0)
            {
                return Add(key, slot);
            }

            if (_entries[entry - 1].Key == key)
            {
                return entry - 1;
            }

            slot = (slot + 1) & _slotMask;
        }
    }

    private uint Add(ulong key, uint slot)
    {
        var page = _pageCount++;
        _entries[page] = new PageEntry { Key = key };
        _slots[slot] = (uint)page + 1;
        _usedBytes += PageBytes;
        if (_pageCount > (_slotMask >> 1) + (_slotMask >> 2))
        {
            Grow();
        }

        return (uint)page;
    }

    private void Grow()
    {
        _usedBytes += (_slotMask + 1L) * sizeof(uint);
        _slots.Span(0, (int)(_slotMask + 1)).Clear();
        _slotMask = (_slotMask << 1) | 1;
        for (var page = 0; page < _pageCount; page++)
        {
            var slot = Hash(_entries[page].Key) & _slotMask;
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
