using System.Buffers.Binary;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>Pages as they start: what INIT_PAGE and the INIT_ROW_FORMAT and UNDO_INIT subtypes make.</summary>
internal static class FreshPage
{
    private const int FirstDirection = 5; // PAGE_NO_DIRECTION

    private static readonly byte[] RedundantFixedRecords =
        [8, 1, 0, 0, 3, 0, 0x74, .. "infimum"u8, 0, 9, 1, 0, 8, 3, 0, 0, .. "supremum"u8, 0];

    private static readonly byte[] CompactFixedRecords =
        [1, 0, 2, 0, 0x0d, .. "infimum"u8, 0, 1, 0, 0x0b, 0, 0, .. "supremum"u8];

    internal static void Initialize(Span<byte> page, SpaceId space, PageNumber number)
    {
        page.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(page[PageFields.PageNumber..], number.Value);
        page[PageFields.Previous..PageFields.PageLsn].Fill(0xff);
        BinaryPrimitives.WriteUInt32BigEndian(page[PageFields.SpaceId..], space.Value);
    }

    internal static void InitializeIndex(Span<byte> page, bool isCompact)
    {
        BinaryPrimitives.WriteUInt16BigEndian(page[PageFields.Type..], PageFields.IndexPageType);
        page[PageFields.Data..PageFields.Level].Clear();
        Set(page, PageFields.DirectorySlots, 2);
        page[PageFields.DirectionByte] = FirstDirection;
        Set(page, PageFields.HeapRecords, isCompact ? 0x8002 : 2);
        Set(page, PageFields.HeapTop, isCompact ? IndexPage.CompactHeapStart : IndexPage.RedundantHeapStart);
        page[PageFields.FirstFixedRecord..^PageFields.TrailerBytes].Clear();
        (isCompact ? CompactFixedRecords : RedundantFixedRecords).CopyTo(page[PageFields.FirstFixedRecord..]);
        var slots = page.Length - PageFields.TrailerBytes - 4;
        Set(page, slots, isCompact ? IndexPage.CompactSupremum : IndexPage.RedundantSupremum);
        Set(page, slots + 2, isCompact ? IndexPage.CompactInfimum : IndexPage.RedundantInfimum);
    }

    internal static void InitializeUndo(Span<byte> page)
    {
        Set(page, PageFields.Type, PageFields.UndoPageType);
        Set(page, PageFields.UndoType, 0);
        Set(page, PageFields.UndoStart, PageFields.UndoRecords);
        Set(page, PageFields.UndoFree, PageFields.UndoRecords);
        var node = page[PageFields.UndoNode..PageFields.UndoRecords];
        node.Clear();
        node[..4].Fill(0xff);
        node[6..10].Fill(0xff);
        page[PageFields.UndoSegmentHeaderEnd..^PageFields.TrailerBytes].Clear();
    }

    internal static void AppendUndo(Span<byte> page, ReadOnlySpan<byte> record)
    {
        int free = BinaryPrimitives.ReadUInt16BigEndian(page[PageFields.UndoFree..]);
        var end = free + 4 + record.Length;
        PageApplyException.ThrowIf(
            record.Length < 3 || free < PageFields.UndoRecords || end + 2 >= page.Length - PageFields.TrailerBytes,
            "the undo record does not fit into the page");
        Set(page, PageFields.UndoFree, end);
        Set(page, free, end);
        record.CopyTo(page[(free + 2)..]);
        Set(page, end - 2, free);
    }

    private static void Set(Span<byte> page, int offset, int value) =>
        BinaryPrimitives.WriteUInt16BigEndian(page[offset..], (ushort)value);
}
