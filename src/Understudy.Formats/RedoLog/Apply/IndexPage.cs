using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>An index page of either record format: its header, its page directory, and the headers of its records.</summary>
internal readonly ref struct IndexPage
{
    internal const int RedundantInfimum = 101;
    internal const int RedundantSupremum = 116;
    internal const int RedundantHeapStart = 125;
    internal const int CompactInfimum = 99;
    internal const int CompactSupremum = 112;
    internal const int CompactHeapStart = 120;
    internal const int RedundantHeaderBytes = 6;
    internal const int CompactHeaderBytes = 5;
    internal const int OwnedMax = 8;
    internal const int OwnedMin = 4;

    private const int SlotBytes = 2;
    private const int DirectionNone = 5;
    private const int DirectionLeft = 1;
    private const int DirectionRight = 2;

    private readonly Span<byte> _page;

    internal IndexPage(Span<byte> page, bool isCompact)
    {
        _page = page;
        IsCompact = isCompact;
        PageApplyException.ThrowIf(
            isCompact != ((Get(PageFields.HeapRecords) & 0x8000) != 0), "the page is of the other row format");
        SlotCount = Get(PageFields.DirectorySlots);
        PageApplyException.ThrowIf(
            SlotCount < 2 || SlotAddress(SlotCount - 1) < HeapTop || HeapTop < HeapStart, "the page header is damaged");
    }

    internal bool IsCompact { get; }

    internal int SlotCount { get; }

    internal Span<byte> Bytes => _page;

    internal int Infimum => IsCompact ? CompactInfimum : RedundantInfimum;

    internal int Supremum => IsCompact ? CompactSupremum : RedundantSupremum;

    internal int HeapStart => IsCompact ? CompactHeapStart : RedundantHeapStart;

    internal int HeapTop => Get(PageFields.HeapTop);

    /// <summary>The lowest address that belongs to the page directory.</summary>
    internal int DirectoryStart => SlotAddress(SlotCount - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Get(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_page[offset..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(int offset, int value) => BinaryPrimitives.WriteUInt16BigEndian(_page[offset..], (ushort)value);

    internal int SlotAddress(int slot) => _page.Length - PageFields.TrailerBytes - SlotBytes - SlotBytes * slot;

    /// <summary>The predecessor that a record names by its distance from the infimum.</summary>
    internal int Predecessor(uint distance)
    {
        PageApplyException.ThrowIf(distance > (uint)_page.Length, "it names a record outside the page");
        var record = Infimum + (int)distance;
        PageApplyException.ThrowIf(record == Supremum, "it names the supremum as a predecessor");
        return record == Infimum ? record : UserRecord(record);
    }

    /// <summary>Checks that an offset can be that of a row.</summary>
    internal int UserRecord(int record)
    {
        var header = IsCompact ? CompactHeaderBytes : RedundantHeaderBytes + 1;
        PageApplyException.ThrowIf(record < HeapStart + header || record > HeapTop, "a record lies outside the heap");
        return record;
    }

    /// <summary>The next record: a row or the supremum.</summary>
    internal int Next(int record)
    {
        var next = RawNext(record);
        return next == Supremum ? next : UserRecord(next);
    }

    internal int RawNext(int record)
    {
        var value = Get(record - 2);
        return IsCompact ? (record + value) & 0xffff : value;
    }

    internal void SetNext(int record, int next) => Set(record - 2, IsCompact ? next - record : next);

    /// <summary>The next record of the free list; 0 at its end.</summary>
    internal int NextFree(int record)
    {
        var value = Get(record - 2);
        return value == 0 ? 0 : UserRecord(IsCompact ? (record + value) & 0xffff : value);
    }

    internal int Owned(int record) => _page[OwnedPosition(record)] & 0x0f;

    internal void SetOwned(int record, int value)
    {
        ref var b = ref _page[OwnedPosition(record)];
        b = (byte)((b & 0xf0) | (value & 0x0f));
    }

    internal int HeapNumber(int record) => Get(HeapNumberPosition(record)) >> 3;

    /// <summary>The record whose directory slot covers <paramref name="record"/>.</summary>
    internal int Owner(int record)
    {
        for (var steps = 0; Owned(record) == 0; steps++)
        {
            PageApplyException.ThrowIf(steps >= OwnedMax, "the page directory lost a record");
            record = Next(record);
        }

        return record;
    }

    /// <summary>The address of the directory slot (not the first) that holds a record.</summary>
    internal int FindSlot(int record)
    {
        var start = DirectoryStart;
        var slots = MemoryMarshal.Cast<byte, ushort>(_page[start..SlotAddress(0)]);
        var wanted = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness((ushort)record) : (ushort)record;
        var index = slots.IndexOf(wanted);
        PageApplyException.ThrowIf(index < 0, "the page directory does not hold a record that owns others");
        return start + SlotBytes * index;
    }

    /// <summary>Enters a new record between its neighbours and into the statistics of the page header.</summary>
    internal void Link(int previous, int record, int next)
    {
        var last = Get(PageFields.LastInsert);
        Set(PageFields.LastInsert, record);
        SetNext(previous, record);
        if (_page[PageFields.Type + 1] != PageFields.RTreeTypeLowByte)
        {
            CountDirection(last, previous, next);
        }

        Set(PageFields.Records, Get(PageFields.Records) + 1);
    }

    /// <summary>Takes room for a record at the top of the heap.</summary>
    /// <returns>Where the room begins, and the heap number.</returns>
    internal (int Start, int HeapNumber) TakeFromHeap(int bytes)
    {
        var start = HeapTop;
        PageApplyException.ThrowIf(start + bytes > DirectoryStart, "the record does not fit into the page");
        var count = Get(PageFields.HeapRecords);
        PageApplyException.ThrowIf((count & 0x7fff) >= 0x1fff, "the heap has too many records");
        Set(PageFields.HeapRecords, count + 1);
        Set(PageFields.HeapTop, start + bytes);
        return (start, count & 0x7fff);
    }

    /// <summary>Takes the first record off the free list.</summary>
    /// <returns>Its origin and its heap number, as they were.</returns>
    internal (int Record, int HeapNumber) TakeFree(int bytes)
    {
        var free = Get(PageFields.FreeList);
        PageApplyException.ThrowIf(free == 0, "the page has no free record to use again");
        free = UserRecord(free);
        var garbage = Get(PageFields.Garbage) - bytes;
        PageApplyException.ThrowIf(garbage < 0, "the page has less garbage than the record takes");
        var heapNumber = HeapNumber(free);
        Set(PageFields.Garbage, garbage);
        Set(PageFields.FreeList, NextFree(free));
        return (free, heapNumber);
    }

    internal bool IsRoomInHeap(int start, int bytes) => start >= HeapStart && start + bytes <= HeapTop;

    private int OwnedPosition(int record) => record - (IsCompact ? CompactHeaderBytes : RedundantHeaderBytes);

    private int HeapNumberPosition(int record) => record - (IsCompact ? 4 : 5);

    private void CountDirection(int last, int previous, int next)
    {
        ref var direction = ref _page[PageFields.DirectionByte];
        var now = direction & 7;
        var count = Get(PageFields.DirectionCount) + 1;
        if (last != 0 && last == previous && now != DirectionLeft)
        {
            now = DirectionRight;
        }
        else if (last != 0 && last == next && now != DirectionRight)
        {
            now = DirectionLeft;
        }
        else
        {
            now = DirectionNone;
            count = 0;
        }

        direction = (byte)((direction & ~7) | now);
        Set(PageFields.DirectionCount, count);
    }
}
