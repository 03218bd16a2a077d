using System.Buffers.Binary;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>
/// Inserts a row into an index page. The log gives what differs from the predecessor: parts of the header and of the
/// data are copied from it. Behaviour: <c>page_apply_insert_redundant</c>, <c>page_apply_insert_dynamic</c>.
/// </summary>
internal static class RowInsert
{
    internal static void ApplyRedundant(Span<byte> bytes, ReadOnlySpan<byte> payload, bool reuse)
    {
        var page = new IndexPage(bytes, isCompact: false);
        var position = 0;
        var previous = page.Predecessor(Number(payload, ref position));
        var flags = Number(payload, ref position);
        var headerCopied = (int)Number(payload, ref position) + IndexPage.RedundantHeaderBytes;
        var dataCopied = (int)Number(payload, ref position);
        var literal = payload[position..];

        var fields = (int)(flags >> 3) + 1;
        var isShort = (flags & 4) != 0;
        PageApplyException.ThrowIf(fields > RedundantRecord.FieldsMax, "the row has too many fields");
        var headerBytes = RedundantRecord.HeaderBytes(fields, isShort);
        PageApplyException.ThrowIf(
            headerCopied > headerBytes || headerCopied > previous || headerBytes - headerCopied > literal.Length,
            "the header of the row has a wrong length");

        Span<byte> buffer = stackalloc byte[RedundantRecord.HeaderBytesMax];
        var header = buffer[..headerBytes];
        literal[..(headerBytes - headerCopied)].CopyTo(header);
        bytes[(previous - headerCopied)..previous].CopyTo(header[(headerBytes - headerCopied)..]);
        literal = literal[(headerBytes - headerCopied)..];
        RedundantRecord.Patch(header, (int)flags & 3, fields, isShort);
        var dataBytes = RedundantRecord.Sizes(header).DataBytes;
        PageApplyException.ThrowIf(
            dataCopied > dataBytes || literal.Length != dataBytes - dataCopied || previous + dataCopied > page.HeapTop,
            "the data of the row have a wrong length");

        var next = page.Next(previous);
        var owner = page.Owner(next);
        var slot = page.FindSlot(owner);
        var (start, heapNumber) = reuse
            ? TakeFreeRedundant(page, headerBytes, dataBytes)
            : page.TakeFromHeap(headerBytes + dataBytes);
        RedundantRecord.PatchHeapNumber(header, heapNumber);
        header.CopyTo(bytes[start..]);
        Finish(page, previous, start + headerBytes, next, dataCopied, literal);
        PageDirectory.AddOwned(page, owner, slot);
    }

    internal static void ApplyDynamic(Span<byte> bytes, ReadOnlySpan<byte> payload, bool reuse)
    {
        var page = new IndexPage(bytes, isCompact: true);
        var position = 0;
        var previous = page.Predecessor(Number(payload, ref position));
        var shift = reuse ? (int)Number(payload, ref position) : 0;
        var flags = Number(payload, ref position);
        var headerCopied = (int)Number(payload, ref position);
        var dataCopied = (int)Number(payload, ref position);
        var literal = payload[position..];

        var headerLiteral = (int)(flags >> 3);
        PageApplyException.ThrowIf(
            headerLiteral > literal.Length || headerCopied + IndexPage.CompactHeaderBytes > previous,
            "the header of the row has a wrong length");
        var headerBytes = IndexPage.CompactHeaderBytes + headerCopied + headerLiteral;
        var dataBytes = dataCopied + literal.Length - headerLiteral;
        PageApplyException.ThrowIf(
            previous + dataCopied > page.HeapTop || headerBytes + dataBytes > bytes.Length,
            "the data of the row have a wrong length");

        var next = page.Next(previous);
        var owner = page.Owner(next);
        var slot = page.FindSlot(owner);
        var (start, heapNumber) = reuse
            ? TakeFreeDynamic(page, headerBytes, dataBytes, shift)
            : page.TakeFromHeap(headerBytes + dataBytes);
        var record = start + headerBytes;

        var copiedFrom = previous - IndexPage.CompactHeaderBytes - headerCopied;
        bytes.Slice(copiedFrom, headerCopied).CopyTo(bytes[(start + headerLiteral)..]);
        literal[..headerLiteral].CopyTo(bytes[start..]);
        bytes[record - 5] = (byte)((flags & 3) << 4);
        var status = page.Get(PageFields.Level) != 0 ? 1 : (int)(flags & 4);
        page.Set(record - 4, heapNumber << 3 | status);
        page.SetNext(record, next);
        Finish(page, previous, record, next, dataCopied, literal[headerLiteral..]);
        PageDirectory.AddOwned(page, owner, slot);
    }

    private static (int Start, int HeapNumber) TakeFreeRedundant(IndexPage page, int headerBytes, int dataBytes)
    {
        var free = page.UserRecord(page.Get(PageFields.FreeList));
        var (freeHeader, freeData) = RedundantRecord.Sizes(page.Bytes[..free]);
        PageApplyException.ThrowIf(
            headerBytes + dataBytes > freeHeader + freeData
            || !page.IsRoomInHeap(free - freeHeader, freeHeader + freeData),
            "the row does not fit the free record");
        var (record, heapNumber) = page.TakeFree(headerBytes + dataBytes);
        return (record - freeHeader, heapNumber);
    }

    private static (int Start, int HeapNumber) TakeFreeDynamic(
        IndexPage page, int headerBytes, int dataBytes, int shift)
    {
        var (record, heapNumber) = page.TakeFree(headerBytes + dataBytes);
        var start = record - headerBytes + ((shift & 1) == 0 ? shift >> 1 : -(shift >> 1));
        PageApplyException.ThrowIf(
            !page.IsRoomInHeap(start, headerBytes + dataBytes), "the row does not fit the free record");
        return (start, heapNumber);
    }

    private static void Finish(
        IndexPage page, int previous, int record, int next, int dataCopied, ReadOnlySpan<byte> literal)
    {
        page.Link(previous, record, next);
        page.Bytes.Slice(previous, dataCopied).CopyTo(page.Bytes[record..]);
        literal.CopyTo(page.Bytes[(record + dataCopied)..]);
    }

    private static uint Number(ReadOnlySpan<byte> payload, ref int position)
    {
        if (!RedoNumber.TryRead(payload, ref position, out var value) || value > ushort.MaxValue)
        {
            PageApplyException.Throw("a number in it is invalid");
        }

        return value;
    }
}
