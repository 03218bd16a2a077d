namespace Understudy.Formats.RedoLog.Records;

/// <summary>The names of record types, as the server's sources have them.</summary>
public static class RedoRecordNames
{
    /// <summary>The name of a type.</summary>
    public static string Of(RedoRecordType type) => type switch
    {
        RedoRecordType.FreePage => "FREE_PAGE",
        RedoRecordType.InitPage => "INIT_PAGE",
        RedoRecordType.Extended => "EXTENDED",
        RedoRecordType.Write => "WRITE",
        RedoRecordType.MemSet => "MEMSET",
        RedoRecordType.MemMove => "MEMMOVE",
        RedoRecordType.Option => "OPTION",
        RedoRecordType.FileCreate => "FILE_CREATE",
        RedoRecordType.FileDelete => "FILE_DELETE",
        RedoRecordType.FileRename => "FILE_RENAME",
        RedoRecordType.FileModify => "FILE_MODIFY",
        RedoRecordType.FileCheckpoint => "FILE_CHECKPOINT",
        _ => $"TYPE_{(byte)type >> 4}",
    };

    /// <summary>The name of a subtype.</summary>
    public static string Of(ExtendedRecordType type) => type switch
    {
        ExtendedRecordType.InitRedundant => "INIT_ROW_FORMAT_REDUNDANT",
        ExtendedRecordType.InitDynamic => "INIT_ROW_FORMAT_DYNAMIC",
        ExtendedRecordType.UndoInit => "UNDO_INIT",
        ExtendedRecordType.UndoAppend => "UNDO_APPEND",
        ExtendedRecordType.InsertHeapRedundant => "INSERT_HEAP_REDUNDANT",
        ExtendedRecordType.InsertReuseRedundant => "INSERT_REUSE_REDUNDANT",
        ExtendedRecordType.InsertHeapDynamic => "INSERT_HEAP_DYNAMIC",
        ExtendedRecordType.InsertReuseDynamic => "INSERT_REUSE_DYNAMIC",
        ExtendedRecordType.DeleteRedundant => "DELETE_ROW_FORMAT_REDUNDANT",
        ExtendedRecordType.DeleteDynamic => "DELETE_ROW_FORMAT_DYNAMIC",
        ExtendedRecordType.TrimPages => "TRIM_PAGES",
        _ => $"EXTENDED_{(byte)type}",
    };
}
