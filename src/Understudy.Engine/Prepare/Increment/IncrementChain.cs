using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.Manifest;
using Understudy.Formats.RedoLog;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>Whether an increment continues a backup. Nothing is changed before that is clear.</summary>
internal static class IncrementChain
{
    /// <summary>Checks a backup that is prepared.</summary>
    /// <param name="directory">The backup.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="manifest">Its manifest, if it has one that is up to date.</param>
    /// <param name="increment">The increment.</param>
    /// <param name="keys">The keys of the server.</param>
    /// <exception cref="FailureException">It does not continue it.</exception>
    internal static void Check(
        string directory, BackupMetadata metadata, BackupManifest? manifest, IncrementDirectory increment, EncryptionKeys keys)
    {
        if (metadata.Checkpoints.Type != BackupType.LogApplied)
        {
            throw new FailureException(FailureKind.Usage, $"applying incremental backup needs a prepared target: {directory} is not prepared", "prepare it first, without the increment");
        }

        var isWider = metadata.IsPartial && !increment.Metadata.IsPartial;
        CheckContinues(directory, metadata, manifest, increment, isWider);
        if (isWider)
        {
            WiderIncrement.Require(directory, metadata, increment, keys);
        }

        CheckNotStarted(directory);
    }

    /// <summary>Checks that an increment continues a backup, prepared or not, or another increment.</summary>
    /// <param name="directory">What it is to continue.</param>
    /// <param name="metadata">The metadata of that.</param>
    /// <param name="manifest">The manifest of that, if there is one that is up to date.</param>
    /// <param name="increment">The increment.</param>
    /// <param name="mayBeWider">Whether an increment of more tables may do.</param>
    /// <exception cref="FailureException">It does not continue it.</exception>
    internal static void CheckContinues(
        string directory, BackupMetadata metadata, BackupManifest? manifest, IncrementDirectory increment, bool mayBeWider = false)
    {
        CheckLsns(directory, metadata.Checkpoints.To, increment);
        if (increment.Metadata.Checkpoints.Last < metadata.Checkpoints.Last)
        {
            // Without a checkpoint between them both start from the same LSN.
            throw new FailureException(
                FailureKind.Usage,
                $"{increment.Path} does not continue {directory}: it ends at LSN {increment.Metadata.Checkpoints.Last}, the backup at "
                + $"LSN {metadata.Checkpoints.Last}",
                "it is older than the backup, or a later increment was applied already: apply increments in their order");
        }

        if (metadata.IsPartial != increment.Metadata.IsPartial && !mayBeWider)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{(metadata.IsPartial ? directory : increment.Path)} has only some tables of the server, {(metadata.IsPartial ? increment.Path : directory)} has all: "
                + "merging would drop tables",
                "use increments that were made with the selection of their full backup");
        }

        if (manifest is not null && increment.Manifest is { } other)
        {
            CheckIdentity(directory, manifest, increment.Path, other, mayBeWider);
        }
    }

    /// <summary>Checks a backup into which an increment was being merged.</summary>
    internal static void Check(string directory, IncrementMark mark, IncrementDirectory increment)
    {
        var checkpoints = increment.Metadata.Checkpoints;
        if (checkpoints.From.Value != mark.BaseToLsn || checkpoints.To.Value != mark.IncrementToLsn
            || increment.End.Value != mark.IncrementEndLsn || increment.Manifest?.Id != mark.IncrementId)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"another increment was being merged into {directory}, up to LSN {mark.IncrementToLsn}; {increment.Path} goes up to LSN {checkpoints.To}",
                $"finish that first: understudy prepare {directory} --incremental-dir {mark.Increment}");
        }
    }

    /// <summary>Checks that the increment starts where the backup ends.</summary>
    internal static void CheckLsns(string directory, Lsn to, IncrementDirectory increment)
    {
        var checkpoints = increment.Metadata.Checkpoints;
        if (to == checkpoints.From)
        {
            return;
        }

        var message = $"{increment.Path} does not continue {directory}: it starts from LSN {checkpoints.From}, the backup goes up to LSN {to}";
        throw new FailureException(
            FailureKind.Usage,
            message,
            to == checkpoints.To ? "it was applied already"
                : to < checkpoints.From ? "an increment between them is missing: apply that first"
                : "it is older than the backup, or a later increment was applied already: apply increments in their order");
    }

    private static void CheckIdentity(string directory, BackupManifest manifest, string increment, BackupManifest other, bool mayBeWider)
    {
        if (other.Increment?.BaseId is { } baseId && baseId != manifest.Id)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{increment} does not continue {directory}: it was made on the backup {baseId}, this is {manifest.Id}",
                "use the backup that it was made on; understudy show prints the identifier of each");
        }

        if (!mayBeWider && !manifest.Selection.SequenceEqual(other.Selection, StringComparer.Ordinal))
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{increment} was made with another selection of tables than {directory}: merging would drop tables",
                "use increments that were made with the selection of their full backup");
        }

        if (manifest.Server.AriaUuid is { } mine && other.Server.AriaUuid is { } its && mine != its)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{increment} is of another server than {directory}: its Aria log is {its}, expected {mine}",
                "use increments of the same server");
        }
    }

    // A server that ran on these files wrote pages that no increment knows of, under LSNs that the real server used otherwise.
    private static void CheckNotStarted(string directory)
    {
        using var log = RedoLogSource.Open(Path.Combine(directory, RedoLogSource.FileName));
        if (!log.Header.Creator.StartsWith(RedoLogHeader.BackupCreatorPrefix, StringComparison.Ordinal))
        {
            throw new FailureException(
                FailureKind.Failed,
                $"a server was started on {directory}: its redo log was made by '{log.Header.Creator}'",
                "what it wrote does not go together with any increment: restore or copy the full backup anew, and prepare that");
        }
    }
}
