using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>The tablespace files of the target, as rolling forward wants them and the catalog of the backup has them.</summary>
internal sealed class TargetTablespaces(BackupContext context, DirectoryTarget target)
{
    private const string DataExtension = ".ibd";

    internal string Directory => target.Name;

    internal string PathOf(string path) => target.PathOf(path);

    /// <summary>All tablespaces.</summary>
    internal TablespaceFileSet All() => Make(context.Catalog.Files, isSubset: false);

    /// <summary>Some tablespaces, each with all of its files.</summary>
    internal TablespaceFileSet Subset(IEnumerable<CopiedFile> files) => Make(files, isSubset: true);

    /// <summary>Notes which parts of the files are no longer as they were copied. Files that are new get into the catalog.</summary>
    /// <param name="changed">Files that were rolled forward; null when it did not come so far.</param>
    internal void NoteChanges(TablespaceCatalog? changed)
    {
        foreach (var part in (changed?.All ?? []).SelectMany(tablespace => tablespace.Parts).Where(part => part.IsChanged))
        {
            var path = Path.GetRelativePath(target.Name, part.Path);
            if (context.Catalog.Find(path) is not { } file)
            {
                file = MadeFromLog(path);
                context.Catalog.Set(file);
            }

            file.RolledForward!.ChangedRanges.UnionWith(part.ChangedRanges);
        }
    }

    // The log holds all of a tablespace whose creation is in it.
    private static CopiedFile MadeFromLog(string path) => new()
    {
        Path = path,
        SourcePath = path,
        SizeBytes = 0,
        Hashes = [],
        Role = ManifestFileRole.Data,
        Engine = EngineNames.InnoDb,
        RolledForward = new RolledForward(),
    };

    private TablespaceFileSet Make(IEnumerable<CopiedFile> files, bool isSubset)
    {
        var known = files.ToLookup(file => file.Role);
        var system = known[ManifestFileRole.SystemTablespace].Any() ? context.Layout.SystemTablespace : [];
        return new TablespaceFileSet
        {
            PageSizeBytes = context.Variables.InnoDbPageSizeBytes,
            SystemFiles = [.. system.Select(path => target.PathOf(Path.GetFileName(path)))],
            Files = known[ManifestFileRole.UndoTablespace]
                .Concat(known[ManifestFileRole.Data].Where(file => file.Path.EndsWith(DataExtension, StringComparison.Ordinal)))
                .ToDictionary(file => file.Path, file => target.PathOf(file.Path)),
            IsSubset = isSubset,
            IsPartial = isSubset || context.Options.Selection.IsPartial,
            PlaceOfNew = target.PathOf,
        };
    }
}
