using Understudy.Engine.Backup.Selection;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Sources;

/// <summary>Lists the files of a server. Reads names and status only; every call looks at the disk anew.</summary>
/// <param name="layout">Where the files are.</param>
/// <param name="threads">How many threads read status at once.</param>
/// <param name="filter">Which tables are listed.</param>
internal sealed class SourceTree(ServerLayout layout, int threads, TableFilter filter)
{
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = threads };

    /// <summary>Lists everything that a backup copies file by file; logs and MyRocks are copied by their own rules.</summary>
    /// <param name="only">List only this database anew; null for all.</param>
    /// <param name="last">The listing from which the other databases are taken.</param>
    internal SourceListing List(string? only, SourceListing last) => only is null
        ? List()
        : last with { Units = [.. last.Units.Where(unit => unit.Database != only), .. DatabaseUnits(only)] };

    /// <summary>Lists everything anew.</summary>
    internal SourceListing List()
    {
        var databases = Databases().Where(filter.MayInclude).ToArray();
        var listed = new List<SourceUnit>[databases.Length];
        Parallel.For(0, databases.Length, _parallel, i => listed[i] = [.. DatabaseUnits(databases[i])]);
        return new SourceListing(
            [.. databases.Where((database, i) => listed[i].Count > 0 || filter.IncludesByDefault(database))],
            [.. ServerFiles(), .. listed.SelectMany(units => units)]);
    }

    /// <summary>The names of all tables and partitions, whatever the filter says, by database; in file name encoding.</summary>
    internal IEnumerable<(string Database, IReadOnlyList<string> Tables)> ListTables() =>
        Databases().Select(database => (database, (IReadOnlyList<string>)[.. NamesIn(Path.Combine(layout.DataDirectory, database))
            .Where(IsOfTable)
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Distinct(StringComparer.Ordinal)]));

    private List<string> Databases() => [.. new DirectoryInfo(layout.DataDirectory)
        .EnumerateDirectories()
        .Where(directory => IsDatabase(directory.Name, directory.FullName))
        .Select(directory => directory.Name)
        .Order(StringComparer.Ordinal)];

    private bool IsDatabase(string name, string fullPath) =>
        name[0] is not ('.' or '#')
        && name != "lost+found"
        && !layout.IgnoredDirectories.Contains(name, StringComparer.Ordinal)
        && fullPath != layout.UndoDirectory
        && fullPath != layout.RedoLogDirectory
        && fullPath != layout.AriaLogDirectory
        && fullPath != layout.RocksDbDirectory
        && !layout.SystemTablespace.Any(file => Path.GetDirectoryName(file) == fullPath);

    private IEnumerable<SourceUnit> ServerFiles()
    {
        foreach (var path in layout.SystemTablespace)
        {
            yield return Tablespace(path, ManifestFileRole.SystemTablespace);
        }

        for (var number = 1; ; number++)
        {
            var path = Path.Combine(layout.UndoDirectory, $"undo{number:000}");
            if (!File.Exists(path))
            {
                break;
            }

            yield return Tablespace(path, ManifestFileRole.UndoTablespace);
        }

        foreach (var path in Directory.EnumerateFiles(layout.DataDirectory))
        {
            var name = Path.GetFileName(path);
            var isWanted = name.StartsWith("aws-kms-key", StringComparison.Ordinal)
                || name.Contains(".mrn", StringComparison.Ordinal)
                || name is "mysql_upgrade_info" or "mariadb_upgrade_info";
            if (isWanted && FileStatus.TryRead(path, out var status))
            {
                yield return new SourceUnit(
                    UnitKind.Definition, null, "", "", [new SourceFile(name, path, status, ManifestFileRole.Data, null)]);
            }
        }
    }

    private SourceUnit Tablespace(string path, ManifestFileRole role)
    {
        if (!FileStatus.TryRead(path, out var status))
        {
            throw new FileNotFoundException($"the InnoDB file {path} is missing", path);
        }

        var name = Path.GetFileName(path);
        return new SourceUnit(
            UnitKind.Tablespace, EngineNames.InnoDb, "", "", [new SourceFile(name, path, status, role, layout.ExternalPathOf(path, name))]);
    }

    private IEnumerable<SourceUnit> DatabaseUnits(string database)
    {
        var names = WithLinked(NamesIn(Path.Combine(layout.DataDirectory, database)));
        var links = names.Where(TablespaceLink.IsLink).ToHashSet(StringComparer.Ordinal);
        var files = new SourceFile?[names.Length];
        Parallel.For(0, names.Length, _parallel, i => files[i] = Look(database, names[i], links));
        return UnitGrouping.Group(database, files.OfType<SourceFile>());
    }

    // A tablespace with a DATA DIRECTORY is in this directory by its link file alone.
    private static string[] WithLinked(string[] names) =>
        [.. names.Union(names.Where(TablespaceLink.IsLink).Select(name => Path.ChangeExtension(name, ".ibd")))];

    private static string[] NamesIn(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path))];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // dropped since it was listed
        }
    }

    private SourceFile? Look(string database, string name, HashSet<string> links)
    {
        var path = $"{database}/{name}";
        var place = Path.Combine(layout.DataDirectory, database, name);
        if (!IsCopied(name) || (filter.IsActive && !filter.Includes(database, TableOf(name, place))))
        {
            return null;
        }

        var isLinked = name.EndsWith(".ibd", StringComparison.Ordinal) && links.Contains(Path.ChangeExtension(name, ".isl"));
        var full = isLinked ? TablespaceLink.Follow(place) : place;
        if (!FileStatus.TryRead(full, out var status, followLinks: false))
        {
            return null;
        }

        if (status.IsLink)
        {
            full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
            if (!FileStatus.TryRead(full, out status))
            {
                return null;
            }
        }

        return status.IsRegular ? new SourceFile(path, full, status, ManifestFileRole.Data, layout.ExternalPathOf(full, path)) : null;
    }

    // '#sql' marks what a statement that is still running works on; it is not part of any table.
    private static bool IsCopied(string name) => !name.StartsWith("#sql", StringComparison.Ordinal) && UnitGrouping.IsCopied(name);

    private static bool IsOfTable(string name) => IsCopied(name) && Path.GetExtension(name) is not (".opt" or TriggerFile.Extension);

    private string TableOf(string name, string place)
    {
        var own = Path.GetFileNameWithoutExtension(name);
        return filter.Options.Rules == SelectionRules.Native && Path.GetExtension(name) == TriggerFile.Extension
            ? TriggerFile.TryReadTable(place) ?? own
            : own;
    }
}
