using Understudy.Server;

namespace Understudy.Engine.Backup.Passes;

/// <summary>
/// Leaves out files that are no table: an .ibd that somebody put in place for a coming IMPORT TABLESPACE carries the tablespace id of
/// the table that it was taken from, and two files of one id would confuse recovery.
/// </summary>
internal static class DuplicateTablespaces
{
    internal static void Drop(BackupContext context, ServerSession session)
    {
        var twice = context.Catalog.Files
            .Where(file => file.Identity is TablespaceIdentity { Space: not null } && file.Role == Formats.Manifest.ManifestFileRole.Data)
            .GroupBy(file => ((TablespaceIdentity)file.Identity!).Space!.Value)
            .Where(group => group.Skip(1).Any())
            .ToArray();
        foreach (var group in twice)
        {
            var name = session.QueryScalar($"SELECT NAME FROM information_schema.INNODB_SYS_TABLES WHERE SPACE = {group.Key.Value}");
            foreach (var file in group.Where(file => Path.ChangeExtension(file.Path, null) != name))
            {
                context.Catalog.Remove(file.Path);
                context.Scope.Target.Delete(file.Path);
                context.Warn($"{file.SourcePath} is left out: it has the tablespace id {group.Key} of the table {name ?? "(none)"}; it waits for IMPORT TABLESPACE, or is a stray copy");
            }
        }
    }
}
