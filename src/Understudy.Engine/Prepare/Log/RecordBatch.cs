using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Log;

/// <summary>
/// As many log records as memory allows, gathered by page. The bytes of a page's records are copied into chunks that belong to
/// it, one behind the other, so that they are read from few places when they are applied.
/// </summary>
/// <remarks>
/// A chunk: content, then the number of the next one (4 bytes, 0: none). A run in it: see <see cref="RunHeader"/>, then its records,
/// which may go on in the next chunk. Numbers of chunks count units of 64 bytes. The first chunk of a page is small, as of many
/// pages there is little.
/// </remarks>
internal sealed class RecordBatch : IDisposable
{
    internal const int FirstChunkBytes = 128;
    internal const int ChunkBytes = 256;
    internal const int LinkBytes = sizeof(uint);

    private const int UnitBytes = 64;
    private const int SlotsAhead = 24;
    private const int EntriesAhead = 16;
    private const int ChunksAhead = 8;
    private const long MemoryBytesMax = 64L << 30; // of no more than 4 GiB of log
    private const uint SlotsMin = 1 << 12;
    private const int PageBytes = 32 + sizeof(ulong) + sizeof(uint);
    private const int SlotBytes = sizeof(uint);

    // The last mini-transaction of a batch may exceed it: 1 MiB of records, each of another page and as short as can be.
    private const long PagesBeyond = (1 << 20) / 3;
    private const long BytesBeyond = (PagesBeyond * FirstChunkBytes) + (2 << 20);

    private readonly long _memoryBytes;
    private readonly ReservedArray<byte> _chunks;
    private readonly ReservedArray<ulong> _keys;
    private readonly ReservedArray<PageEntry> _entries;
    private readonly ReservedArray<uint> _pages;
    private readonly ReservedArray<uint> _slots;
    private uint _slotMask = SlotsMin - 1;
    private int _pageCount;
    private long _usedBytes;
    private uint _endChunk;
    private uint _freeChunk;
    private uint _start;
    private uint _length;

    internal RecordBatch(long memoryBytes)
    {
        memoryBytes = Math.Min(memoryBytes, MemoryBytesMax);
        _memoryBytes = memoryBytes;
        _chunks = new ReservedArray<byte>(memoryBytes + BytesBeyond);
        var pagesMax = Math.Min(memoryBytes / (PageBytes + FirstChunkBytes), 1 << 29) + PagesBeyond;
        _keys = new ReservedArray<ulong>(pagesMax);
        _entries = new ReservedArray<PageEntry>(pagesMax);
        _pages = new ReservedArray<uint>(pagesMax);
        _slots = new ReservedArray<uint>((long)BitOperations.RoundUpToPowerOf2((ulong)pagesMax * 2));
    }

    /// <summary>The LSN at which the batch begins.</summary>
    internal Lsn Base { get; private set; }

    internal int PageCount => _pageCount;

    /// <summary>Whether no mini-transaction that begins at an LSN should be added.</summary>
    internal bool IsFull(Lsn start) => _usedBytes >= _memoryBytes || start - Base > uint.MaxValue;

    internal void Restart(Lsn lsn)
    {
        Base = lsn;
        _slots.Span(0, (int)Math.Min(_slotMask + 1L, int.MaxValue)).Clear();
        _slotMask = SlotsMin - 1;
        _pageCount = 0;
        _usedBytes = SlotsMin * SlotBytes;
        _endChunk = 1;
        _freeChunk = 0;
    }

    /// <summary>Tells of which mini-transaction the runs are that are added next.</summary>
    internal void BeginMiniTransaction(Lsn start, int length)
    {
        _start = (uint)(start - Base);
        _length = (uint)length;
    }

    /// <summary>Adds a run of the mini-transaction begun last.</summary>
    /// <param name="key">The page: index of its tablespace in the upper half, number in the lower.</param>
    /// <param name="records">Its records.</param>
    /// <param name="startsAnew">Whether it makes all that came before for the page irrelevant.</param>
    internal void Add(ulong key, ReadOnlySpan<byte> records, bool startsAnew)
    {
        ref var entry = ref _entries[FindOrAdd(key)];
        if (entry.Runs == 0 || startsAnew)
        {
            Begin(ref entry, records[0]);
        }

        entry.Runs++;
        entry.LastStart = _start;
        entry.LastLength = _length;
        Append(ref entry, records);
    }

    /// <summary>
    /// Asks the processor to bring what will be needed when runs are added: places of different pages lie far from each other.
    /// </summary>
    /// <param name="keys">Pages.</param>
    /// <param name="current">The one of them that is added next.</param>
    internal unsafe void Prefetch(ReadOnlySpan<ulong> keys, int current)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        if (current + SlotsAhead < keys.Length)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[Hash(keys[current + SlotsAhead]) & _slotMask]));
        }

        if (current + EntriesAhead < keys.Length && _slots[Hash(keys[current + EntriesAhead]) & _slotMask] is > 0 and var entry)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _entries[entry - 1]));
        }

        if (current + ChunksAhead < keys.Length && _slots[Hash(keys[current + ChunksAhead]) & _slotMask] is > 0 and var near)
        {
            ref var page = ref _entries[near - 1];
            Sse.Prefetch0(Unsafe.AsPointer(ref _chunks[((long)page.LastChunk * UnitBytes) + page.Used]));
        }
    }

    /// <summary>Puts the pages in order. After that no run can be added.</summary>
    internal void Seal()
    {
        for (var i = 0; i < _pageCount; i++)
        {
            _keys[i] = _entries[i].Key;
            _pages[i] = (uint)i;
        }

        _keys.Span(0, _pageCount).Sort(_pages.Span(0, _pageCount));
    }

    internal ulong Key(int page) => _keys[page];

    /// <summary>The first byte of the first run of a page.</summary>
    internal byte FirstByte(int page) => Entry(page).First;

    /// <summary>The LSN at which the mini-transaction of the last run of a page begins.</summary>
    internal ulong LastStart(int page) => Base.Value + Entry(page).LastStart;

    /// <summary>The LSN at which it ends, which the page will carry.</summary>
    internal ulong LastEnd(int page) => LastStart(page) + Entry(page).LastLength;

    /// <summary>Goes through the runs of a page, in the order of the log; there is one at least.</summary>
    /// <param name="page">The page.</param>
    /// <param name="scratch">Is used for what does not stand in one piece; may be made longer.</param>
    internal RunCursor Runs(int page, ref byte[] scratch)
    {
        ref var entry = ref Entry(page);
        return new RunCursor(this, entry.FirstChunk, entry.Runs, ref scratch);
    }

    internal Span<byte> Chunk(uint number, int bytes) => _chunks.Span((long)number * UnitBytes, bytes);

    public void Dispose()
    {
        _chunks.Dispose();
        _keys.Dispose();
        _entries.Dispose();
        _pages.Dispose();
        _slots.Dispose();
    }

    private ref PageEntry Entry(int page) => ref _entries[_pages[page]];

    private void Begin(ref PageEntry entry, byte first)
    {
        entry.First = first;
        entry.Used = 0;
        if (entry.Runs == 0)
        {
            entry.FirstChunk = TakeChunk(FirstChunkBytes);
            entry.LastChunk = entry.FirstChunk;
            return;
        }

        entry.Runs = 0;
        if (entry.LastChunk != entry.FirstChunk)
        {
            Next(entry.LastChunk, ChunkBytes) = _freeChunk;
            _freeChunk = Next(entry.FirstChunk, FirstChunkBytes);
            Next(entry.FirstChunk, FirstChunkBytes) = 0;
            entry.LastChunk = entry.FirstChunk;
        }
    }

    private void Append(ref PageEntry entry, ReadOnlySpan<byte> records)
    {
        var size = SizeOfLast(entry) - LinkBytes;
        if (size - entry.Used < RunHeader.BytesMax)
        {
            size = AddChunk(ref entry);
        }

        var chunk = Chunk(entry.LastChunk, size);
        var used = entry.Used + RunHeader.Write(chunk[entry.Used..], _start, _length, (uint)records.Length);
        while (records.Length > size - used)
        {
            records[..(size - used)].CopyTo(chunk[used..]);
            records = records[(size - used)..];
            size = AddChunk(ref entry);
            used = entry.Used;
            chunk = Chunk(entry.LastChunk, size);
        }

        records.CopyTo(chunk[used..]);
        entry.Used = (ushort)(used + records.Length);
    }

    private int AddChunk(ref PageEntry entry)
    {
        uint chunk;
        if (_freeChunk != 0)
        {
            chunk = _freeChunk;
            _freeChunk = Next(chunk, ChunkBytes);
            Next(chunk, ChunkBytes) = 0;
        }
        else
        {
            chunk = TakeChunk(ChunkBytes);
        }

        Next(entry.LastChunk, SizeOfLast(entry)) = chunk;
        entry.LastChunk = chunk;
        entry.Used = 0;
        return ChunkBytes - LinkBytes;
    }

    private uint TakeChunk(int bytes)
    {
        var chunk = _endChunk;
        _endChunk += (uint)(bytes / UnitBytes);
        _usedBytes += bytes;
        Next(chunk, bytes) = 0;
        return chunk;
    }

    private static int SizeOfLast(in PageEntry entry) => entry.LastChunk == entry.FirstChunk ? FirstChunkBytes : ChunkBytes;

    private ref uint Next(uint chunk, int bytes) =>
        ref Unsafe.As<byte, uint>(ref _chunks[((long)chunk * UnitBytes) + bytes - LinkBytes]);

    private uint FindOrAdd(ulong key)
    {
        var slot = Hash(key) & _slotMask;
        while (true)
        {
            var entry = _slots[slot];
            if (entry == 0)
            {
                return AddPage(key, slot);
            }

            if (_entries[entry - 1].Key == key)
            {
                return entry - 1;
            }

            slot = (slot + 1) & _slotMask;
        }
    }

    private uint AddPage(ulong key, uint slot)
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
        _usedBytes += (_slotMask + 1L) * SlotBytes;
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
