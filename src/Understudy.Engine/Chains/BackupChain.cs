using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Engine.Chains;

/// <summary>Tells whether backups, ours or mariadb-backup's, are a full one and its increments in their order.</summary>
public static class BackupChain
{
    /// <summary>Reads what the backups say of themselves.</summary>
    /// <param name="directories">The backups, the full one first.</param>
    /// <exception cref="FailureException">One is no backup, or not complete.</exception>
    public static IReadOnlyList<ChainLink> Read(IEnumerable<string> directories)
    {
        ArgumentNullException.ThrowIfNull(directories);
        var links = new List<ChainLink>();
        foreach (var directory in directories.Select(Path.GetFullPath))
        {
            var metadata = BackupMetadata.Read(directory);
            var manifest = ReadManifest(directory);
            var checkpoints = metadata.Checkpoints;
            var link = new ChainLink(
                directory,
                checkpoints.Type == BackupType.Incremental,
                checkpoints.Type == BackupType.LogApplied,
                checkpoints.From,
                checkpoints.To,
                checkpoints.Last ?? checkpoints.To,
                manifest?.Id,
                manifest?.Increment?.BaseId,
                Fault: null)
            {
                UnverifiedFiles = manifest?.UnverifiedFiles.Count() ?? 0,
            };
            links.Add(link with { Fault = FindFault(link, links.Count == 0 ? null : links[^1]) });
        }

        return links;
    }

    private static BackupManifest? ReadManifest(string directory)
    {
        if (!File.Exists(Path.Combine(directory, ManifestDocument.FileName)))
        {
            return null;
        }

        var backup = BackupDirectory.Open(directory);
        backup.CheckFiles();
        return backup.Manifest;
    }

    private static string? FindFault(ChainLink link, ChainLink? before)
    {
        if (before is null)
        {
            return link.IsIncrement ? "it is an increment: name its full backup first" : null;
        }

        if (!link.IsIncrement)
        {
            return "it is a full backup, not an increment";
        }

        if (link.From != before.To)
        {
            return $"it starts from LSN {link.From}, the one before goes up to LSN {before.To}";
        }

        if (link.End < before.End)
        {
            return $"it ends at LSN {link.End}, the one before at LSN {before.End}";
        }

        return link.BaseId is { } wanted && before.Id is { } found && wanted != found ? $"it was made on the backup {wanted}" : null;
    }
}
