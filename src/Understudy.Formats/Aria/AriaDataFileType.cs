namespace Understudy.Formats.Aria;

/// <summary>
/// How the rows of an Aria table lie in its data file. Source: <c>enum data_file_type</c>, include/my_base.h.
/// </summary>
public enum AriaDataFileType
{
    /// <summary>Rows of one length (<c>ROW_FORMAT=FIXED</c>); no pages.</summary>
    Static = 0,

    /// <summary>Rows of any length, one after another (<c>ROW_FORMAT=DYNAMIC</c>); no pages.</summary>
    Dynamic = 1,

    /// <summary>Packed by <c>aria_pack</c>, read-only; no pages.</summary>
    Compressed = 2,

    /// <summary>Rows in pages (<c>ROW_FORMAT=PAGE</c>), the default.</summary>
    Block = 3,

    /// <summary>No rows are kept.</summary>
    NoRecord = 4,
}
