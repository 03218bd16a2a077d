namespace Understudy.Engine.Backup;

/// <summary>Which databases and tables a backup is to hold. Without any, everything.</summary>
public sealed record SelectionOptions
{
    /// <summary>Whose rules hold.</summary>
    public SelectionRules Rules { get; init; }

    /// <summary>Databases to take, each <c>db</c> or <c>db.table</c>, as SQL or as file names have them.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Databases to leave out, each <c>db</c> or <c>db.table</c>.</summary>
    public IReadOnlyList<string> DatabasesExclude { get; init; } = [];

    /// <summary>POSIX extended regular expressions; tables to take are those in whose <c>db.table</c> one is found.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>POSIX extended regular expressions for tables to leave out.</summary>
    public IReadOnlyList<string> TablesExclude { get; init; } = [];

    /// <summary>Tables to take, each exactly <c>db.table</c>.</summary>
    public IReadOnlyList<string> TableNames { get; init; } = [];

    /// <summary>Whether anything is selected or left out.</summary>
    public bool IsActive => HasIncludes || DatabasesExclude.Count > 0 || TablesExclude.Count > 0;

    /// <summary>Whether only what is named is taken.</summary>
    public bool HasIncludes => Databases.Count > 0 || Tables.Count > 0 || TableNames.Count > 0;

    /// <summary>
    /// Whether a table of the server may be left out. Not when all that is excluded are directories in which no server has tables, as
    /// scripts do with <c>lost+found</c>.
    /// </summary>
    public bool IsPartial => HasIncludes || TablesExclude.Count > 0 || DatabasesExclude.Any(name => name != SelectionText.LostAndFound);
}
