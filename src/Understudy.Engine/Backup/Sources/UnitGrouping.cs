namespace Understudy.Engine.Backup.Sources;

/// <summary>Sorts the files of a database into units by their extensions.</summary>
internal static class UnitGrouping
{
    private static readonly HashSet<string> Definitions = new(StringComparer.Ordinal) { ".frm", ".par", ".TRG", ".TRN", ".opt", ".isl", ".MRG" };

    // .cfg stands between FLUSH TABLES ... FOR EXPORT and UNLOCK TABLES; the others are left over from a repair.
    private static readonly HashSet<string> NotCopied = new(StringComparer.Ordinal) { ".cfg", ".TMD", ".TMM", ".OLD", ".CSN", ".ARN", ".tmp" };

    internal static bool IsCopied(string name) => !NotCopied.Contains(Path.GetExtension(name));

    internal static IEnumerable<SourceUnit> Group(string database, IEnumerable<SourceFile> files)
    {
        var units = files
            .GroupBy(file => KeyOf(file.Path), StringComparer.Ordinal)
            .Select(group => Unit(database, [.. group.OrderBy(file => Order(file.Path))]))
            .ToList();

        // What no table goes by is not the server's, or not its data: a binary log, somebody's dump.
        var tables = units.Where(unit => unit.Files[0].Path.EndsWith(".frm", StringComparison.Ordinal)).Select(unit => unit.Table).ToHashSet(StringComparer.Ordinal);
        return units.Where(unit => unit.Engine != EngineNames.Other || tables.Contains(unit.Table));
    }

    private static string KeyOf(string path)
    {
        var extension = Path.GetExtension(path);
        return EngineOf(extension) is EngineNames.Aria or EngineNames.MyIsam or EngineNames.Csv or EngineNames.Archive
            ? path[..^extension.Length] + ":" + EngineOf(extension)
            : path;
    }

    private static SourceUnit Unit(string database, SourceFile[] files)
    {
        var name = Path.GetFileNameWithoutExtension(files[0].Path);
        var extension = Path.GetExtension(files[0].Path);
        var table = name.Split("#P#", 2, StringSplitOptions.None)[0].Split("#p#", 2, StringSplitOptions.None)[0];
        if (Definitions.Contains(extension))
        {
            var engine = extension == ".MRG" ? EngineNames.Merge : null;
            return new SourceUnit(UnitKind.Definition, engine, database, extension is ".opt" or ".TRN" ? "" : table, files);
        }

        var kind = EngineOf(extension) switch
        {
            EngineNames.InnoDb => UnitKind.Tablespace,
            EngineNames.Aria => UnitKind.AriaTable,
            EngineNames.Csv or EngineNames.MyIsam when database == "mysql" && name is ("general_log" or "slow_log") => UnitKind.LogTable,
            _ => UnitKind.PlainTable,
        };
        return new SourceUnit(kind, EngineOf(extension), database, table, files);
    }

    private static string EngineOf(string extension) => extension switch
    {
        ".ibd" => EngineNames.InnoDb,
        ".MAI" or ".MAD" => EngineNames.Aria,
        ".MYI" or ".MYD" => EngineNames.MyIsam,
        ".CSV" or ".CSM" => EngineNames.Csv,
        ".ARZ" or ".ARM" => EngineNames.Archive,
        _ => EngineNames.Other,
    };

    // Index files first: their headers tell what the data file is.
    private static int Order(string path) => Path.GetExtension(path) is ".MAI" or ".MYI" or ".CSM" or ".ARM" ? 0 : 1;
}
