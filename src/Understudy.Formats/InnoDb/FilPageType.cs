namespace Understudy.Formats.InnoDb;

/// <summary>
/// What a page holds, as its type field says. In a full_crc32 file a field with bit 15 set is not a type but the
/// compressed size in units of 256 bytes. Source: fil_page_type_t and FIL_PAGE_* in storage/innobase/include/fil0fil.h.
/// </summary>
public enum FilPageType : ushort
{
    /// <summary>Allocated, nothing more known (<c>FIL_PAGE_TYPE_ALLOCATED</c>).</summary>
    Allocated = 0,

    /// <summary>Undo log (<c>FIL_PAGE_UNDO_LOG</c>).</summary>
    UndoLog = 2,

    /// <summary>File segment inodes (<c>FIL_PAGE_INODE</c>).</summary>
    Inode = 3,

    /// <summary>Free list of the former change buffer (<c>FIL_PAGE_IBUF_FREE_LIST</c>).</summary>
    ChangeBufferFreeList = 4,

    /// <summary>Bitmap of the former change buffer (<c>FIL_PAGE_IBUF_BITMAP</c>).</summary>
    ChangeBufferBitmap = 5,

    /// <summary>System page (<c>FIL_PAGE_TYPE_SYS</c>).</summary>
    System = 6,

    /// <summary>Transaction system (<c>FIL_PAGE_TYPE_TRX_SYS</c>).</summary>
    TransactionSystem = 7,

    /// <summary>Tablespace header, page 0 (<c>FIL_PAGE_TYPE_FSP_HDR</c>).</summary>
    FspHeader = 8,

    /// <summary>Extent descriptors (<c>FIL_PAGE_TYPE_XDES</c>).</summary>
    ExtentDescriptor = 9,

    /// <summary>Part of a long column (<c>FIL_PAGE_TYPE_BLOB</c>).</summary>
    Blob = 10,

    /// <summary>First page of a compressed long column (<c>FIL_PAGE_TYPE_ZBLOB</c>).</summary>
    CompressedBlobFirst = 11,

    /// <summary>Further page of a compressed long column (<c>FIL_PAGE_TYPE_ZBLOB2</c>).</summary>
    CompressedBlobNext = 12,

    /// <summary>Root of a clustered index after an instant ALTER (<c>FIL_PAGE_TYPE_INSTANT</c>).</summary>
    InstantAlterRoot = 18,

    /// <summary>B-tree of a spatial index (<c>FIL_PAGE_RTREE</c>).</summary>
    RTree = 17854,

    /// <summary>B-tree (<c>FIL_PAGE_INDEX</c>).</summary>
    Index = 17855,

    /// <summary>page_compressed, in a legacy file (<c>FIL_PAGE_PAGE_COMPRESSED</c>).</summary>
    PageCompressed = 34354,

    /// <summary>page_compressed and encrypted, in a legacy file (<c>FIL_PAGE_PAGE_COMPRESSED_ENCRYPTED</c>).</summary>
    PageCompressedEncrypted = 37401,
}
