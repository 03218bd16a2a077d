namespace Understudy.Formats.DdlLog;

/// <summary>
/// What a line of the DDL log tells. The log is a hint: some statements write nothing, or not all they do.
/// </summary>
public enum DdlLogEventKind
{
    /// <summary>An event that is not known here: look at everything that it names.</summary>
    Unknown,

    /// <summary>CREATE, of a table, view, trigger, sequence or database.</summary>
    Create,

    /// <summary>ALTER, of a table or database.</summary>
    Alter,

    /// <summary>RENAME of a table.</summary>
    Rename,

    /// <summary>DROP.</summary>
    Drop,

    /// <summary>A table that CREATE … SELECT made and, failing, removed.</summary>
    DropAfterCreate,

    /// <summary>TRUNCATE.</summary>
    Truncate,

    /// <summary>OPTIMIZE TABLE.</summary>
    Optimize,

    /// <summary>REPAIR TABLE.</summary>
    Repair,

    /// <summary>Keys enabled or disabled.</summary>
    ChangeIndex,

    /// <summary>Rows were put into an empty Aria table without being logged.</summary>
    BulkInsert,

    /// <summary>A partition and a table changed places.</summary>
    ExchangePartition,
}
