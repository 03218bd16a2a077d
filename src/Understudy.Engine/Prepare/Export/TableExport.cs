using Understudy.Engine.Backup.Selection;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Export;

/// <summary>
/// Makes the files by which a server imports the tables of a prepared backup: for each tablespace a <c>.cfg</c> that
/// <c>FLUSH TABLES … FOR EXPORT</c> writes, after what was not committed is rolled back.
/// </summary>
internal sealed class TableExport
{
    private static readonly HashSet<string> Leftovers = new(
        ["ibtmp1", "ib_buffer_pool", "ib_buffer_pool.incomplete", "tc.log", "multi-master.info", "ddl_recovery.log", "ddl_recovery-backup.log"], StringComparer.Ordinal);

    private readonly PrepareOptions _options;
    private readonly ServerProgram _program;
    private readonly TableFilter _filter;

    private TableExport(PrepareOptions options, ServerProgram program, TableFilter filter)
    {
        _options = options;
        _program = program;
        _filter = filter;
    }

    /// <summary>Finds what an export needs, before anything is changed; null when none is wanted.</summary>
    /// <exception cref="FailureException">The server's program is not here, or an expression is none.</exception>
    internal static TableExport? Plan(PrepareOptions options)
    {
        if (!options.Export)
        {
            return null;
        }

        var program = ServerProgram.Find(options.ServerProgram, BackupMetadata.Read(options.Directory).ServerVersion);
        return new TableExport(options, program, new TableFilter(options.ExportSelection));
    }

    /// <summary>Exports.</summary>
    /// <param name="cancellation">Ends it; it can be run again.</param>
    /// <returns>The number of tables.</returns>
    /// <exception cref="FailureException">No table is selected, or the server failed.</exception>
    internal int Run(CancellationToken cancellation)
    {
        var directory = _options.Directory;
        var manifest = ManifestUpdate.TryRead(directory);
        manifest?.Begin();
        var tables = FindTables();
        foreach (var path in tables.SelectMany(table => table.Descriptions))
        {
            File.Delete(Path.Combine(directory, path));
        }

        var before = Look(directory);
        new ServerRun(_program, directory).Run(BackupMetadata.Read(directory), _options, Script(tables), cancellation);
        RequireDescriptions(tables);
        foreach (var name in Leftovers.Where(name => !before.ContainsKey(name)))
        {
            File.Delete(Path.Combine(directory, name));
        }

        var after = Look(directory);
        manifest?.FinishServerRun(
            path => !before.TryGetValue(path, out var then) || !after.TryGetValue(path, out var now) || then != now,
            after.Keys.Where(path => !before.ContainsKey(path)));
        return tables.Count;
    }

    private static IEnumerable<string> Script(IEnumerable<ExportTable> tables) =>
    [
        "SET NAMES utf8mb4;",
        .. tables.SelectMany(table => (string[])[$"FLUSH TABLES {table.Name} FOR EXPORT;", "UNLOCK TABLES;"]),
    ];

    private static Dictionary<string, FileStatus> Look(string directory)
    {
        var files = new Dictionary<string, FileStatus>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            if (FileStatus.TryRead(path, out var status))
            {
                files[Path.GetRelativePath(directory, path)] = status;
            }
        }

        return files;
    }

    private IReadOnlyList<ExportTable> FindTables()
    {
        var tables = ExportTable.Find(_options.Directory, _filter);
        return tables.Count > 0
            ? tables
            : throw new FailureException(
                FailureKind.Usage, $"{_options.Directory} has no InnoDB table that is selected", "look at the names of its files: a table needs its .frm and .ibd");
    }

    // UNLOCK TABLES removes the files again, in any other mode of the server than this one.
    private void RequireDescriptions(IEnumerable<ExportTable> tables)
    {
        foreach (var table in tables)
        {
            if (table.Descriptions.FirstOrDefault(path => !FileStatus.TryRead(Path.Combine(_options.Directory, path), out var status) || status.SizeBytes == 0) is { } missing)
            {
                throw new FailureException(FailureKind.Failed, $"{_program.Path} did not write {missing} for {table.Name}");
            }
        }
    }
}
