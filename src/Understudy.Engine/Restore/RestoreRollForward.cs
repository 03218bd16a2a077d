using Understudy.Engine.Prepare;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore;

/// <summary>
/// Rolls restored InnoDB files forward where they are. The log is read from the backup, which stays as it is and may be on
/// read-only storage.
/// </summary>
internal static class RestoreRollForward
{
    private const string DataExtension = ".ibd";

    /// <summary>Whether there is something to roll forward.</summary>
    internal static bool IsWanted(BackupManifest manifest, RestoreOptions options) =>
        options.RollForward && !manifest.Prepared && !manifest.CrashImage && manifest.Files.Any(file => file.Role == ManifestFileRole.RedoLog);

    internal static RollForwardOutcome Run(
        BackupDirectory backup, RestorePlan plan, RestoreOptions options, OperationProgress progress, CancellationToken cancellation)
    {
        var manifest = backup.Manifest;
        var log = manifest.Files.First(file => file.Role == ManifestFileRole.RedoLog);
        var request = new RollForwardRequest
        {
            LogPath = backup.PathOf(log),
            RequiredEnd = new Lsn(manifest.InnoDb.EndLsn),
            Files = _ => Find(manifest, plan, options.DataDirectory),
            Keys = EncryptionKeyFile.Load(
                backup.Path, options.KeyFile, options.KeyFilePassword, options.EncryptionMode),
            UseMemoryBytes = options.UseMemoryBytes,
            Parallel = options.Parallel,
        };
        return new RollForward(request, progress, cancellation).Run();
    }

    /// <summary>Writes the log that a server starts on; until then no server takes the directory for whole.</summary>
    internal static void ActivateLog(RollForwardOutcome outcome, BackupManifest manifest, RestorePlan plan)
    {
        var log = plan.Files.First(file => file.File.Role == ManifestFileRole.RedoLog);
        var system = plan.Files.First(file => file.File.Role == ManifestFileRole.SystemTablespace);
        var known = plan.Files.Select(file => file.Destination).ToHashSet();
        foreach (var part in outcome.Catalog.All.SelectMany(t => t.Parts).Where(p => !known.Contains(p.Path)))
        {
            Ownership.Give(part.Path, system.File);
        }

        outcome.PublishLog(log.Destination, manifest.Server.Version);
        if (log.File.Mode is { } mode)
        {
            PosixFile.ChangeMode(log.Destination, Convert.ToUInt32(mode, 8));
        }

        Ownership.Give(log.Destination, log.File);
    }

    private static TablespaceFileSet Find(BackupManifest manifest, RestorePlan plan, string dataDirectory)
    {
        if (!DataFilePath.TryParse(manifest.Server.InnoDbDataFilePath, null, out var system, out var whyNot))
        {
            throw new FailureException(FailureKind.Damaged, $"the manifest says: {whyNot}");
        }

        var places = plan.Files
            .Where(file => file.File.Role == ManifestFileRole.SystemTablespace)
            .ToDictionary(file => Path.GetFileName(file.File.Path), file => file.Destination);
        return new TablespaceFileSet
        {
            PageSizeBytes = manifest.Server.InnoDbPageSizeBytes,
            SystemFiles =
            [
                .. system!.Files.Select(file => places.GetValueOrDefault(Path.GetFileName(file.Path))
                    ?? throw new FailureException(FailureKind.BackupMissing, $"the backup has no file {file.Path} of the system tablespace")),
            ],
            Files = plan.Files
                .Where(file => file.File.Role == ManifestFileRole.UndoTablespace
                    || (file.File.Role == ManifestFileRole.Data && file.File.Path.EndsWith(DataExtension, StringComparison.Ordinal)))
                .ToDictionary(file => file.File.Path, file => file.Destination),
            IsPartial = manifest.Partial,
            PlaceOfNew = name => Path.Combine(Path.GetFullPath(dataDirectory), name),
        };
    }
}
