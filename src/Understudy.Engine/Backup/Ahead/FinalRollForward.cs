using Understudy.Engine.Backup.Redo;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>
/// Brings a backup that is whole to the state that <see cref="PrepareOperation"/> leaves: applies what the rounds have not, puts the log
/// of a clean start in place, and hashes again what is no longer as it was copied.
/// </summary>
/// <param name="context">The backup.</param>
/// <param name="target">Where the files are.</param>
/// <param name="keys">The server's keys.</param>
internal sealed class FinalRollForward(BackupContext context, TargetTablespaces target, EncryptionKeys keys)
{
    /// <summary>Does it. Nothing else may use the files.</summary>
    /// <param name="end">The end of the copied log.</param>
    /// <param name="serverVersion">The server's version.</param>
    /// <exception cref="FailureException">A page cannot be brought forward.</exception>
    internal PrepareResult Run(Lsn end, string serverVersion)
    {
        var log = target.PathOf(RedoLogCopier.FileName);
        var known = AheadTablespace.All(context.Catalog);
        var request = new RollForwardRequest
        {
            LogPath = log,
            RequiredEnd = end,
            AppliesFrom = id => known.TryGetValue(id, out var tablespace) ? tablespace.UpTo : Lsn.None,
            Files = _ => target.All(),
            Keys = keys,
            UseMemoryBytes = context.Options.Prepared!.UseMemoryBytes,
            Parallel = context.Options.Parallel,
            Syncs = false,
        };
        var outcome = new RollForward(request, context.Scope.Progress, context.Cancellation).Run();
        target.NoteChanges(outcome.Catalog);
        BinlogPosition.Write(target.Directory, new RollbackSegments(outcome.Catalog, keys).ReadHeaders());
        outcome.PublishLog(log, serverVersion);
        context.Scope.Progress.Phase = "hashing";
        HashChanged();
        return outcome.Result;
    }

    private void HashChanged()
    {
        var hashes = new ChangedHashes(context, target);
        foreach (var file in context.Catalog.Files)
        {
            if (file.RolledForward is { ChangedRanges: { Count: > 0 } changed })
            {
                hashes.Add(file, changed);
            }
        }

        hashes.Add(context.Catalog.Find(RedoLogCopier.FileName)!);
        hashes.Add(new CopiedFile
        {
            Path = MetadataFileNames.BinlogPosInnodb,
            SourcePath = MetadataFileNames.BinlogPosInnodb,
            SizeBytes = 0,
            Hashes = [],
            Role = ManifestFileRole.Metadata,
        });
        hashes.Run();
    }
}
