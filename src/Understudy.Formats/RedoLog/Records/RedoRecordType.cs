namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// The type of a redo record: bits 4 to 6 of its first byte for changes of pages, bits 4 to 7 for operations on files.
/// Source: <c>mrec_type_t</c>, storage/innobase/include/mtr0types.h.
/// </summary>
public enum RedoRecordType : byte
{
    /// <summary>The page was freed; what it holds does not matter any more.</summary>
    FreePage = 0x00,

    /// <summary>The page starts anew: all zero but for page number, space id and list pointers.</summary>
    InitPage = 0x10,

    /// <summary>A change that depends on what the page holds; see <see cref="ExtendedRecordType"/>.</summary>
    Extended = 0x20,

    /// <summary>Bytes to be put into the page.</summary>
    Write = 0x30,

    /// <summary>A byte pattern to be repeated over a range of the page.</summary>
    MemSet = 0x40,

    /// <summary>A range of the page to be copied to another place of it.</summary>
    MemMove = 0x50,

    /// <summary>Not used by any known server.</summary>
    Reserved = 0x60,

    /// <summary>Something that a reader may ignore.</summary>
    Option = 0x70,

    /// <summary>A tablespace file is about to be created.</summary>
    FileCreate = 0x80,

    /// <summary>A tablespace file is about to be deleted.</summary>
    FileDelete = 0x90,

    /// <summary>A tablespace file is about to be renamed.</summary>
    FileRename = 0xa0,

    /// <summary>The name of a tablespace that is changed after a checkpoint.</summary>
    FileModify = 0xb0,

    /// <summary>The names for the checkpoint whose LSN it holds are complete.</summary>
    FileCheckpoint = 0xf0,
}
