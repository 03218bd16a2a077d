namespace Understudy.Engine.Backup.Sources;

/// <summary>Files that are copied together because they are one thing to the server.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Engine">The storage engine, null for definitions.</param>
/// <param name="Database">The database in file name encoding; empty for files of the server as a whole.</param>
/// <param name="Table">The table in file name encoding, without partition; empty where there is none.</param>
/// <param name="Files">The files, in the order in which they are copied.</param>
internal sealed record SourceUnit(UnitKind Kind, string? Engine, string Database, string Table, IReadOnlyList<SourceFile> Files)
{
    /// <summary>Identifies the unit within one listing.</summary>
    internal string Key => Files[0].Path;

    internal long SizeBytes => Files.Sum(f => f.Status.SizeBytes);

    /// <summary>Statistics, help and privilege tables: their writers are stopped only by BLOCK_COMMIT.</summary>
    internal bool IsSystemTable => Database == "mysql" && Kind is (UnitKind.AriaTable or UnitKind.PlainTable);
}
