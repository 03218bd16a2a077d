using Understudy.Engine.Backup.Sources;

namespace Understudy.Engine.Backup.Passes;

/// <summary>What has to be done so that the backup holds what the server has.</summary>
/// <param name="Copies">Units to copy, the largest first.</param>
/// <param name="Renames">Files of the backup that are good under another name, with the file that they are now.</param>
/// <param name="Gone">Paths of files of the backup that the server no longer has.</param>
internal sealed record PassPlan(
    IReadOnlyList<SourceUnit> Copies, IReadOnlyList<(CopiedFile File, SourceUnit Unit, SourceFile Now)> Renames, IReadOnlyList<string> Gone)
{
    /// <summary>Tells whether a file of the backup is good for a file of the server, which belongs to a unit.</summary>
    internal delegate bool IsGood(CopiedFile copied, SourceUnit unit, SourceFile file);

    /// <summary>Compares the backup with a listing.</summary>
    internal static PassPlan Make(SourceListing listing, PassScope scope, CopyCatalog catalog, IsGood isGood, int threads)
    {
        var units = listing.Units.Where(scope.Includes).ToArray();
        var byInode = catalog.Files
            .Where(file => file.Status is not null && file.Identity is TablespaceIdentity or null)
            .ToLookup(file => file.Status is { } s ? (s.Device, s.Inode) : default);

        // For each unit the files of the backup that serve it, or null when it has to be copied.
        var served = new CopiedFile[]?[units.Length];
        Parallel.For(0, units.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            served[i] = Serve(units[i], catalog, byInode, isGood));

        var copies = units.Where((_, i) => served[i] is null).OrderByDescending(unit => unit.SizeBytes).ToArray();
        var renames = units
            .SelectMany((unit, i) => (served[i] ?? []).Select((file, f) => (File: file, Unit: unit, Now: unit.Files[f])))
            .Where(r => r.File.Path != r.Now.Path)
            .ToArray();
        return new PassPlan(copies, renames, Vanished(listing, scope, catalog, renames.Select(r => r.File.Path)));
    }

    private static CopiedFile[]? Serve(
        SourceUnit unit, CopyCatalog catalog, ILookup<(ulong Device, ulong Inode), CopiedFile> byInode, IsGood isGood)
    {
        var files = new CopiedFile[unit.Files.Count];
        for (var i = 0; i < files.Length; i++)
        {
            var now = unit.Files[i];
            var good = catalog.Find(now.Path) is { } same && isGood(same, unit, now)
                ? same
                : byInode[(now.Status.Device, now.Status.Inode)].FirstOrDefault(file => isGood(file, unit, now));
            if (good is null)
            {
                return null;
            }

            files[i] = good;
        }

        return files;
    }

    // A file that is not listed may be between two names of a statement that is still running. So only a pass under which no DDL
    // runs says what is gone; until then nothing is given up that a rename could bring back.
    private static string[] Vanished(SourceListing listing, PassScope scope, CopyCatalog catalog, IEnumerable<string> renamed)
    {
        if (!scope.IsFinal)
        {
            return [];
        }

        var listed = listing.Units.SelectMany(unit => unit.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        listed.UnionWith(renamed);
        return [.. catalog.Files
            .Where(file => file.Role is Formats.Manifest.ManifestFileRole.Data or Formats.Manifest.ManifestFileRole.UndoTablespace)
            .Where(file => scope.Database is null || file.Database == scope.Database)
            .Select(file => file.Path)
            .Where(path => !listed.Contains(path))];
    }
}
