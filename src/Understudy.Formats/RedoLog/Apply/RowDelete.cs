using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>
/// Removes a row from an index page and puts its room on the free list, or back to the heap.
/// Behaviour: <c>page_apply_delete_redundant</c>, <c>page_apply_delete_dynamic</c>, <c>page_mem_free</c>.
/// </summary>
internal static class RowDelete
{
    internal static void ApplyRedundant(Span<byte> bytes, ReadOnlySpan<byte> payload)
    {
        var page = new IndexPage(bytes, isCompact: false);
        var position = 0;
        var previous = page.Predecessor(Number(payload, ref position));
        RequireEnd(payload, position);
        var record = page.UserRecord(page.Next(previous));
        var (headerBytes, dataBytes) = RedundantRecord.Sizes(bytes[..record]);
        Apply(page, previous, record, headerBytes, dataBytes);
    }

    internal static void ApplyDynamic(Span<byte> bytes, ReadOnlySpan<byte> payload)
    {
        var page = new IndexPage(bytes, isCompact: true);
        var position = 0;
        var previous = page.Predecessor(Number(payload, ref position));
        var headerBytes = (int)Number(payload, ref position) + IndexPage.CompactHeaderBytes;
        var dataBytes = (int)Number(payload, ref position);
        RequireEnd(payload, position);
        var record = page.UserRecord(page.Next(previous));
        Apply(page, previous, record, headerBytes, dataBytes);
    }

    private static void Apply(IndexPage page, int previous, int record, int headerBytes, int dataBytes)
    {
        PageApplyException.ThrowIf(
            !page.IsRoomInHeap(record - headerBytes, headerBytes + dataBytes), "the row to be deleted has a wrong length");
        var next = page.Next(record);
        var owner = page.Owner(record);
        var slot = page.FindSlot(owner);
        var rows = page.Get(PageFields.Records);
        PageApplyException.ThrowIf(rows == 0, "the page has no rows");
        var toBalance = PageDirectory.RemoveOwned(page, previous, record, owner, slot);
        page.SetNext(previous, next);
        Free(page, record, headerBytes, dataBytes);
        page.Set(PageFields.LastInsert, 0);
        page.Set(PageFields.Records, rows - 1);
        if (toBalance != 0)
        {
            PageDirectory.Balance(page, toBalance);
        }
    }

    private static void Free(IndexPage page, int record, int headerBytes, int dataBytes)
    {
        var heapRecords = page.Get(PageFields.HeapRecords);
        var garbage = page.Get(PageFields.Garbage);
        if (page.HeapNumber(record) == (heapRecords & 0x7fff) - 1)
        {
            var unused = page.HeapTop - (record + dataBytes);
            page.Set(PageFields.HeapTop, record - headerBytes);
            page.Set(PageFields.HeapRecords, heapRecords - 1);
            PageApplyException.ThrowIf(unused > garbage, "the page has less garbage than it should have");
            page.Set(PageFields.Garbage, garbage - unused);
            page.Bytes.Slice(record - headerBytes, headerBytes + dataBytes).Clear();
            return;
        }

        var free = page.Get(PageFields.FreeList);
        page.Set(record - 2, free == 0 ? 0 : page.IsCompact ? free - record : free);
        page.Set(PageFields.FreeList, record);
        page.Set(PageFields.Garbage, garbage + headerBytes + dataBytes);
        page.Bytes.Slice(record, dataBytes).Clear();
    }

    private static void RequireEnd(ReadOnlySpan<byte> payload, int position) =>
        PageApplyException.ThrowIf(position != payload.Length, "it is longer than it should be");

    private static uint Number(ReadOnlySpan<byte> payload, ref int position)
    {
        if (!RedoNumber.TryRead(payload, ref position, out var value) || value > ushort.MaxValue)
        {
            PageApplyException.Throw("a number in it is invalid");
        }

        return value;
    }
}
