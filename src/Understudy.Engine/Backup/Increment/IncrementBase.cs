using Understudy.Engine.Backup.Selection;
using Understudy.Engine.Backup.Start;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.Manifest;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Increment;

/// <summary>Finds out from where an increment starts, and refuses a base that cannot be that of this server.</summary>
internal static class IncrementBase
{
    private const string NewFullBackup = "take a full backup";

    /// <summary>Reads the base; nothing is written.</summary>
    /// <returns>Null when a full backup is wanted.</returns>
    /// <exception cref="FailureException">There is no usable base, or it is of another server.</exception>
    internal static IncrementStart? Find(BackupOptions options, ServerFacts facts, ServerSession session)
    {
        if (options.Prepared is not null && (options.IncrementalLsn is not null || options.IncrementalBase is not null))
        {
            throw new FailureException(
                FailureKind.Usage, "an increment cannot be rolled forward by itself", "prepare its full backup with it");
        }

        if (options.IncrementalLsn is { } lsn)
        {
            if (options.IncrementalBase is not null)
            {
                throw new FailureException(FailureKind.Usage, "an increment starts from a directory or from an LSN, not from both");
            }

            CheckReached(lsn, $"the LSN {lsn} that the increment is to start from", session);
            return new IncrementStart(lsn, BaseId: null, KnownSpaces: null);
        }

        return options.IncrementalBase is { } directory ? Read(Path.GetFullPath(directory), options, facts, session) : null;
    }

    private static IncrementStart Read(string directory, BackupOptions options, ServerFacts facts, ServerSession session)
    {
        var metadata = BackupMetadata.Read(directory);
        var manifest = File.Exists(Path.Combine(directory, ManifestDocument.FileName)) ? BackupDirectory.Open(directory).Manifest : null;
        CheckServer(directory, manifest, facts);
        CheckSelection(directory, metadata, manifest, options);
        var from = metadata.Checkpoints.To;
        CheckReached(from, $"{directory}, which goes up to LSN {from}", session);
        var spaces = manifest?.Files.Select(file => file.SpaceId).OfType<uint>().ToHashSet();
        return new IncrementStart(from, manifest?.Id, spaces);
    }

    // Every installation of a server gives its Aria log a name of its own, which all its files carry and a copy of it keeps.
    // @@server_uid would not do: it is made of the network address and the port, which a container changes when it is restarted.
    private static void CheckServer(string directory, BackupManifest? manifest, ServerFacts facts)
    {
        var here = ReadAriaUuid(facts.Layout.AriaControlFile);
        var there = manifest?.Server.AriaUuid ?? ReadAriaUuid(Path.Combine(directory, AriaControlFile.FileName));
        if (here is { } mine && there is { } other && mine != other)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{directory} is a backup of another server: its Aria log is {other}, that of this server {mine}",
                $"name a backup of this server, or {NewFullBackup}");
        }

        if (manifest is not null && manifest.Server.InnoDbPageSizeBytes != facts.Variables.InnoDbPageSizeBytes)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{directory} is a backup of another server: its pages have {manifest.Server.InnoDbPageSizeBytes} bytes, those of this "
                + $"server {facts.Variables.InnoDbPageSizeBytes}",
                NewFullBackup);
        }

        if (manifest is not null && manifest.Server.InnoDbUndoTablespaces != facts.Variables.InnoDbUndoTablespaces)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{directory} was made with innodb_undo_tablespaces={manifest.Server.InnoDbUndoTablespaces}, the server has "
                + $"{facts.Variables.InnoDbUndoTablespaces}: --incremental backup is impossible if the server had been restarted with different "
                + "innodb_undo_tablespaces",
                NewFullBackup);
        }
    }

    // Tables that are not in the increment are taken as dropped when it is merged.
    private static void CheckSelection(string directory, BackupMetadata metadata, BackupManifest? manifest, BackupOptions options)
    {
        var isSame = manifest is null
            ? metadata.IsPartial == options.Selection.IsActive
            : manifest.Selection.SequenceEqual(SelectionText.Describe(options.Selection), StringComparer.Ordinal);
        if (!isSame)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{directory} was made with another selection of tables than this increment",
                "select the same tables for all backups of a chain");
        }
    }

    private static void CheckReached(Lsn from, string what, ServerSession session)
    {
        var current = InnoDbStatus.Read(session).LsnCurrent;
        if (from > current)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"this server is not the one of {what}: it is only at LSN {current}",
                $"was the server restored from an older backup? Then {NewFullBackup}");
        }
    }

    /// <summary>The name of an Aria installation, from its control file; null when that is not there or not usable.</summary>
    internal static Guid? ReadAriaUuid(string path) =>
        BackupMetadata.TryReadSmall(path) is { Length: <= AriaControlFile.SizeMax } file && AriaControlFile.TryRead(file, out var control, out _)
            ? control.Uuid
            : null;
}
