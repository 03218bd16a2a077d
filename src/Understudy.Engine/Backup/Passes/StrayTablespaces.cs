using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Server;

namespace Understudy.Engine.Backup.Passes;

/// <summary>
/// Leaves out files that are no table. An .ibd that somebody put in place for a coming IMPORT TABLESPACE carries the tablespace id of
/// the table that it was taken from, and two files of one id would confuse recovery; one that is just being put there is not whole.
/// </summary>
internal static class StrayTablespaces
{
    /// <summary>Leaves out files whose tablespace id belongs to another table.</summary>
    internal static void DropDuplicates(BackupContext context, ServerSession session)
    {
        var twice = Files(context)
            .Where(file => file.Identity is TablespaceIdentity { Space: not null })
            .GroupBy(file => ((TablespaceIdentity)file.Identity!).Space!.Value)
            .Where(group => group.Skip(1).Any())
            .ToArray();
        if (twice.Length == 0)
        {
            return;
        }

        var names = InnoDbViews.ReadTablesOfTablespaces(session) ?? throw new FailureException(
            FailureKind.Failed,
            $"{string.Join(" and ", twice[0].Select(file => file.SourcePath))} have the same tablespace id {twice[0].Key}, "
            + "and the server does not tell which of them is a table: its INFORMATION_SCHEMA.INNODB_SYS_TABLES is off",
            "remove the file that is no table, or start the server without innodb_sys_tables=OFF");
        foreach (var group in twice)
        {
            var name = names[group.Key.ToString()].FirstOrDefault();
            foreach (var file in group.Where(file => NameOf(file) != name))
            {
                Drop(context, file, $"it has the tablespace id {group.Key} of the table {name ?? "(none)"}; it waits for IMPORT TABLESPACE, or is a stray copy");
            }
        }
    }

    /// <summary>
    /// Leaves out files whose tablespace id belongs to a table that is not selected: it would be taken for that table when the log is
    /// applied. With everything selected, both would be there and <see cref="DropDuplicates"/> finds them.
    /// </summary>
    internal static void DropOfUnselected(BackupContext context, ServerSession session)
    {
        if (!context.Filter.IsActive || InnoDbViews.ReadTablesOfTablespaces(session) is not { } names)
        {
            return;
        }

        foreach (var file in Files(context).ToArray())
        {
            if (file.Identity is TablespaceIdentity { Space: { } space } && names[space.ToString()].ToArray() is { Length: > 0 } owners
                && !owners.Contains(NameOf(file), StringComparer.Ordinal))
            {
                Drop(context, file, $"it has the tablespace id {space} of the table {owners[0]}");
            }
        }
    }

    /// <summary>Leaves out files with damaged pages that InnoDB knows no table for.</summary>
    internal static void DropDamaged(BackupContext context, IReadOnlySet<string?> known)
    {
        foreach (var file in FindDamaged(context, () => known))
        {
            Drop(context, file, "it is not a whole tablespace, and InnoDB has no table of this name");
        }
    }

    /// <summary>Files with damaged pages that InnoDB knows no table for.</summary>
    internal static IReadOnlyList<CopiedFile> FindDamaged(BackupContext context, Func<IReadOnlySet<string?>?> readKnown)
    {
        var damaged = Files(context).Where(file => context.Damage.Has(file.Path)).ToArray();
        if (damaged.Length == 0)
        {
            return [];
        }

        return readKnown() is not { } known ? [] : [.. damaged.Where(file => MayBeStray(file, known))];
    }

    /// <summary>Whether InnoDB knows no table for a tablespace file.</summary>
    internal static bool MayBeStray(CopiedFile file, IReadOnlySet<string?> known) => IsTablespaceOfTable(file) && !known.Contains(NameOf(file));

    private static IEnumerable<CopiedFile> Files(BackupContext context) => context.Catalog.Files.Where(IsTablespaceOfTable);

    private static bool IsTablespaceOfTable(CopiedFile file) => file.Identity is TablespaceIdentity && file.Role == ManifestFileRole.Data;

    private static string? NameOf(CopiedFile file) => Path.ChangeExtension(file.Path, null);

    private static void Drop(BackupContext context, CopiedFile file, string why)
    {
        context.Catalog.Remove(file.Path);
        context.Damage.Forget(file.Path);
        foreach (var path in file.StoredPaths)
        {
            context.Scope.Target.Delete(path);
        }

        context.Warn($"{file.SourcePath} is left out: {why}");
    }
}
