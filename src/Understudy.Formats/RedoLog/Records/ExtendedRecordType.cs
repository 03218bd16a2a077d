namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// The first payload byte of an <see cref="RedoRecordType.Extended"/> record. "Dynamic" stands for ROW_FORMAT=COMPACT
/// and DYNAMIC. Source: <c>mrec_ext_t</c>, storage/innobase/include/mtr0types.h.
/// </summary>
public enum ExtendedRecordType : byte
{
    /// <summary>An empty index page of ROW_FORMAT=REDUNDANT.</summary>
    InitRedundant = 0,

    /// <summary>An empty index page of the compact row formats.</summary>
    InitDynamic = 1,

    /// <summary>An empty undo log page.</summary>
    UndoInit = 2,

    /// <summary>An undo record at the end of an undo log page.</summary>
    UndoAppend = 3,

    /// <summary>A row inserted at the top of the heap.</summary>
    InsertHeapRedundant = 4,

    /// <summary>A row inserted in place of the first free record.</summary>
    InsertReuseRedundant = 5,

    /// <summary>A row inserted at the top of the heap.</summary>
    InsertHeapDynamic = 6,

    /// <summary>A row inserted in place of the first free record.</summary>
    InsertReuseDynamic = 7,

    /// <summary>A row removed from the page.</summary>
    DeleteRedundant = 8,

    /// <summary>A row removed from the page.</summary>
    DeleteDynamic = 9,

    /// <summary>The tablespace ends before the page that the record names.</summary>
    TrimPages = 10,
}
