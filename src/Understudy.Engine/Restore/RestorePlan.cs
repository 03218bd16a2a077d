using Understudy.Formats;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Restore;

/// <summary>Where each file of a backup goes.</summary>
internal sealed class RestorePlan
{
    private const string LinkExtension = ".isl";

    private RestorePlan(IReadOnlyList<PlannedFile> files) => Files = files;

    internal IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>The same without the redo log.</summary>
    internal RestorePlan WithoutRedoLog() => new([.. Files.Where(file => file.File.Role != ManifestFileRole.RedoLog)]);

    /// <summary>The same without some files.</summary>
    internal RestorePlan Without(IEnumerable<PlannedFile> files) => new([.. Files.Except(files)]);

    /// <summary>Decides the places.</summary>
    internal static RestorePlan Make(BackupManifest manifest, RestoreOptions options)
    {
        var dataDirectory = Path.GetFullPath(options.DataDirectory);
        var linked = manifest.Files.Select(file => file.Path).Where(path => path.EndsWith(LinkExtension, StringComparison.Ordinal)).ToHashSet();
        var files = manifest.Files
            .Where(file => file.Role != ManifestFileRole.Metadata)
            .Where(file => !(options.Relocate && file.Path.EndsWith(LinkExtension, StringComparison.Ordinal)))
            .Select(file => Place(
                file, manifest.Server.DataDirectory + "/", dataDirectory, options.Relocate, linked.Contains(Path.ChangeExtension(file.Path, LinkExtension))))
            .ToArray();
        return files.GroupBy(file => file.Destination, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice
            ? throw new FailureException(FailureKind.Failed, $"two files of the backup would go to {twice.Key}")
            : new RestorePlan(files);
    }

    private static PlannedFile Place(ManifestFile file, string sourceDirectory, string dataDirectory, bool relocate, bool isLinkedByFile)
    {
        var inside = Path.Combine(dataDirectory, file.Path);
        if (file.ExternalPath is not { } external)
        {
            return new PlannedFile(file, inside, Link: null);
        }

        if (external.StartsWith(sourceDirectory, StringComparison.Ordinal))
        {
            // Below the data directory, but the backup keeps it under its base name.
            return new PlannedFile(file, Path.GetFullPath(Path.Combine(dataDirectory, external[sourceDirectory.Length..])), Link: null);
        }

        // InnoDB finds its own files by the .isl file; whatever else is elsewhere is there by a symbolic link.
        var needsLink = file.Role == ManifestFileRole.Data && !isLinkedByFile;
        return relocate
            ? new PlannedFile(file, inside, Link: null)
            : new PlannedFile(file, Path.GetFullPath(external), needsLink ? inside : null);
    }
}
