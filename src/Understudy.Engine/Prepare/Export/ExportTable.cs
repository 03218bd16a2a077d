using Understudy.Engine.Backup.Selection;
using Understudy.Formats;
using Understudy.Formats.FileNames;
using Understudy.Server;

namespace Understudy.Engine.Prepare.Export;

/// <summary>An InnoDB table that is to be described.</summary>
/// <param name="Name">Its name, quoted for SQL.</param>
/// <param name="Descriptions">The files that describe it, one for each tablespace; paths in the backup.</param>
internal sealed record ExportTable(string Name, IReadOnlyList<string> Descriptions)
{
    internal const string Extension = ".cfg";
    private const string DefinitionExtension = ".frm";
    private const string DataExtension = ".ibd";

    /// <summary>The tables of a backup that have a definition and tablespaces of their own.</summary>
    internal static IReadOnlyList<ExportTable> Find(string directory, TableFilter filter)
    {
        var tables = new List<ExportTable>();
        foreach (var database in Directory.EnumerateDirectories(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {

            // Files without content are no tables, and the server would stop at them.
            var files = new DirectoryInfo(Path.Combine(directory, database)).EnumerateFiles().Where(file => file.Length > 0).Select(file => file.Name).ToArray();
            var defined = files.Where(IsDefinition).Select(name => Path.GetFileNameWithoutExtension(name)).ToHashSet(StringComparer.Ordinal);
            tables.AddRange(files
                .Where(name => name.EndsWith(DataExtension, StringComparison.Ordinal))
                .Select(name => Path.GetFileNameWithoutExtension(name))
                .GroupBy(name => TableFileName.Parse(name + DataExtension).EncodedTable, StringComparer.Ordinal)
                .Where(group => defined.Contains(group.Key) && filter.Includes(database, group.Key))
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new ExportTable(
                    $"{ServerSession.QuoteName(FilenameCharset.Decode(database))}.{ServerSession.QuoteName(FilenameCharset.Decode(group.Key))}",
                    [.. group.Select(name => $"{database}/{name}{Extension}")])));
        }

        return tables;
    }

    /// <summary>Refuses a backup that was exported: a server ran on it, and no increment fits it any more.</summary>
    internal static void RequireNone(string directory)
    {
        var file = Directory.EnumerateDirectories(directory).SelectMany(database => Directory.EnumerateFiles(database, "*" + Extension)).FirstOrDefault();
        if (file is not null)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{directory} is exported already ({Path.GetRelativePath(directory, file)} is there), so that increments cannot be merged any more",
                "begin with another copy of the full backup, and export after the last increment");
        }
    }

    private static bool IsDefinition(string name) =>
        name.EndsWith(DefinitionExtension, StringComparison.Ordinal) && !name.StartsWith("#sql", StringComparison.Ordinal);
}
