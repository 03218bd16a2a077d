namespace Understudy.Testing;

/// <summary>One of the workload's fixed tables.</summary>
/// <param name="Database">Its database, unquoted.</param>
/// <param name="Name">Its name, unquoted.</param>
/// <param name="Definition">What stands after <c>CREATE TABLE name</c>.</param>
/// <param name="Pattern">What may be written to it.</param>
internal sealed record WorkloadTable(string Database, string Name, string Definition, WritePattern Pattern)
{
    /// <summary>A value for a column that every row of this table must name beside k, v and b; empty for none.</summary>
    internal string ExtraColumn { get; init; } = "";

    /// <summary>The SQL expression of that value.</summary>
    internal string ExtraValue { get; init; } = "";

    /// <summary>Database and name, quoted.</summary>
    internal string Quoted => $"{SqlName.Quote(Database)}.{SqlName.Quote(Name)}";
}
