namespace Understudy.Formats.RedoLog.Apply;

/// <summary>
/// Byte positions in a page that redo records touch. Sources: storage/innobase/include/fil0fil.h, page0page.h,
/// page0types.h, trx0undo.h.
/// </summary>
internal static class PageFields
{
    internal const int PageNumber = 4;                          // FIL_PAGE_OFFSET
    internal const int Previous = PageNumber + 4;               // FIL_PAGE_PREV
    internal const int Next = Previous + 4;                     // FIL_PAGE_NEXT
    internal const int PageLsn = Next + 4;                      // FIL_PAGE_LSN
    internal const int Type = PageLsn + 8;                      // FIL_PAGE_TYPE
    internal const int FlushLsn = Type + 2;                     // FIL_PAGE_FILE_FLUSH_LSN_OR_KEY_VERSION
    internal const int SpaceId = FlushLsn + 8;                  // FIL_PAGE_SPACE_ID
    internal const int Data = SpaceId + 4;                      // FIL_PAGE_DATA
    internal const int TrailerBytes = 8;                        // FIL_PAGE_DATA_END

    // Index pages.
    internal const int DirectorySlots = Data;                   // PAGE_N_DIR_SLOTS
    internal const int HeapTop = DirectorySlots + 2;            // PAGE_HEAP_TOP
    internal const int HeapRecords = HeapTop + 2;               // PAGE_N_HEAP
    internal const int FreeList = HeapRecords + 2;              // PAGE_FREE
    internal const int Garbage = FreeList + 2;                  // PAGE_GARBAGE
    internal const int LastInsert = Garbage + 2;                // PAGE_LAST_INSERT
    internal const int DirectionByte = LastInsert + 3;          // PAGE_DIRECTION_B
    internal const int DirectionCount = LastInsert + 4;         // PAGE_N_DIRECTION
    internal const int Records = DirectionCount + 2;            // PAGE_N_RECS
    internal const int MaxTrxId = Records + 2;                  // PAGE_MAX_TRX_ID
    internal const int Level = MaxTrxId + 8;                    // PAGE_LEVEL
    internal const int FirstFixedRecord = 94;                   // PAGE_OLD_INFIMUM less its header

    // Undo log pages.
    internal const int UndoType = Data;                         // TRX_UNDO_PAGE_TYPE
    internal const int UndoStart = UndoType + 2;                // TRX_UNDO_PAGE_START
    internal const int UndoFree = UndoStart + 2;                // TRX_UNDO_PAGE_FREE
    internal const int UndoNode = UndoFree + 2;                 // TRX_UNDO_PAGE_NODE
    internal const int UndoRecords = UndoNode + 12;             // TRX_UNDO_PAGE_HDR + TRX_UNDO_PAGE_HDR_SIZE
    internal const int UndoSegmentHeaderEnd = UndoRecords + 30; // TRX_UNDO_SEG_HDR + TRX_UNDO_SEG_HDR_SIZE

    internal const ushort UndoPageType = 2;                     // FIL_PAGE_UNDO_LOG
    internal const ushort IndexPageType = 17855;                // FIL_PAGE_INDEX
    internal const byte RTreeTypeLowByte = 0xbe;                // FIL_PAGE_RTREE
}
