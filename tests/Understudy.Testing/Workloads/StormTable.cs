namespace Understudy.Testing;

/// <summary>A table that a storm owns, as the storm believes it to be.</summary>
internal sealed class StormTable
{
    internal required string Database { get; set; }

    internal required string Name { get; set; }

    internal required string Engine { get; set; }

    /// <summary>Partitioned by range of id: p0 below 1000, p1 below 2000, p2 below 3000.</summary>
    internal bool IsPartitioned { get; set; }

    /// <summary>Whether its columns are still those it was made with.</summary>
    internal bool HasBaseColumns { get; set; } = true;

    /// <summary>Columns that were added.</summary>
    internal List<string> AddedColumns { get; } = [];

    /// <summary>Rows can be found, changed and indexed.</summary>
    internal bool IsFull => Engine is not ("CSV" or "ARCHIVE");

    internal string Quoted => SqlName.Quote(Database, Name);
}
