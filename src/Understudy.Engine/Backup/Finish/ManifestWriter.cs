using System.Text;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Backup.Start;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Checksums;
using Understudy.Formats.FileNames;
using Understudy.Formats.Manifest;
using Understudy.Formats.RedoLog;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Finish;

/// <summary>Writes the table of contents of a backup, and before it the files that mariadb-backup writes.</summary>
internal sealed class ManifestWriter(BackupContext context, ServerFacts facts, ServerVersion version)
{
    private readonly List<(string Path, string Content)> _metadata = [];

    /// <summary>Whether the files are what a crash would have left: then there is nothing that mariadb-backup could use.</summary>
    internal bool IsCrashImage { get; init; }

    /// <summary>Puts everything together; nothing is written yet.</summary>
    internal BackupManifest Make(BackupOutcome outcome)
    {
        var id = Guid.NewGuid();
        var endedAt = context.Time.GetUtcNow();
        _metadata.AddRange(IsCrashImage ? [] : new MetadataFiles(context, facts, version).Make(id, outcome, endedAt));
        var files = context.Catalog.Files
            .SelectMany(file => file.ToManifest(context.Scope.HashKind, name => FilenameCharset.Decode(name)))
            .Concat(_metadata.Select(Describe))
            .OrderBy(file => file.Path, StringComparer.Ordinal);
        return new BackupManifest
        {
            Id = id,
            ToolVersion = ProductVersion.Text,
            StartedAt = outcome.StartedAt,
            BackupTime = outcome.Point.ReadAt,
            EndedAt = endedAt,
            Server = MakeServer(),
            CrashImage = IsCrashImage,
            Increment = context.Increment is { } increment
                ? new ManifestIncrement { FromLsn = increment.From.Value, BaseId = increment.BaseId }
                : null,
            BackupPoint = MakePoint(outcome.Point),
            InnoDb = new ManifestInnoDb
            {
                CheckpointLsn = outcome.Checkpoint.Checkpoint.Value,
                CheckpointEndLsn = outcome.Checkpoint.End.Value,
                LastCheckpointLsn = outcome.LastCheckpoint.Value,
                EndLsn = outcome.End.Value,
                EncryptedLog = outcome.LogFormat.IsEncrypted(),
            },
            Prepared = context.Options.Prepared is not null,
            Stages = outcome.Stages,
            Timeline = outcome.Timeline,
            Partial = context.Options.Selection.IsPartial,
            Selection = [.. SelectionText.Describe(context.Options.Selection)],
            DamagedPages = context.Damage.ToManifest(),
            Warnings = [.. context.Warnings],
            Directories = outcome.Databases,
            Files = [.. files],
        }.WithReaderVersion();
    }

    /// <summary>Writes the metadata files, and then the manifest, which makes the backup complete.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="session">A connection, for the server's own list of backups.</param>
    internal void Publish(BackupManifest manifest, ServerSession session)
    {
        // Who takes a stream apart tells by the info file, the last one, that it was whole. Ours is listed in the manifest.
        var isInfoLast = context.Scope.Target.IsSequential;
        var early = isInfoLast ? _metadata[..^1] : _metadata;
        early.ForEach(Publish);
        if (context.Options.DropIn is { } dropIn)
        {
            PublishElsewhere(dropIn, session);
        }

        context.Scope.Target.Publish(ManifestDocument.FileName, stream => ManifestDocument.Write(manifest, stream));
        if (isInfoLast)
        {
            Publish(_metadata[^1]);
        }
    }

    private void PublishElsewhere(DropInOptions dropIn, ServerSession session)
    {
        var names = MetadataFileNames.ForServer(version.Major, version.Minor);
        if (dropIn.ExtraMetadataDirectory is { } directory)
        {
            foreach (var (path, content) in _metadata.Where(file => file.Path == names.Checkpoints || file.Path == names.Info))
            {
                DurableFile.Publish(Path.Combine(directory, path), Encoding.UTF8.GetBytes(content));
            }
        }

        if (dropIn.HistoryName is not null)
        {
            BackupHistory.Add(session, BackupInfoFile.Parse(_metadata.Single(file => file.Path == names.Info).Content));
        }
    }

    private void Publish((string Path, string Content) file) =>
        context.Scope.Target.Publish(file.Path, stream => stream.Write(Encoding.UTF8.GetBytes(file.Content)));

    private ManifestFile Describe((string Path, string Content) file)
    {
        var bytes = Encoding.UTF8.GetBytes(file.Content);
        return new ManifestFile
        {
            Path = file.Path,
            Size = bytes.Length,
            Role = ManifestFileRole.Metadata,
        }.WithHashes(context.Scope.HashKind, [ContentHash.Compute(context.Scope.HashKind, bytes)]);
    }

    private ManifestServer MakeServer() => new()
    {
        Version = version.Text,
        HostName = facts.Variables.HostName,
        Port = facts.Variables.Port,
        ServerId = facts.Variables.ServerId,
        ServerUid = facts.Variables.ServerUid,
        AriaUuid = IncrementBase.ReadAriaUuid(context.Layout.AriaControlFile),
        DataDirectory = facts.Variables.DataDirectory,
        InnoDbPageSizeBytes = facts.Variables.InnoDbPageSizeBytes,
        InnoDbDataFilePath = facts.Variables.InnoDbDataFilePath,
        InnoDbUndoTablespaces = facts.Variables.InnoDbUndoTablespaces,
        LowerCaseTableNames = facts.Variables.LowerCaseTableNames,
        EncryptionPlugin = facts.Plugins.Encryption?.Name,
    };

    private static ManifestBackupPoint MakePoint(BackupPoint point) => new()
    {
        Lsn = point.Lsn.Value,
        BinaryLog = point.BinaryLog is { } log ? new ManifestBinaryLog(log.File, (long)log.Position, point.GtidCurrentPosition) : null,
        GtidReplicaPosition = point.GtidSlavePosition,
        ReplicaStatements = point.Replica is { } replica ? [.. replica.ToText().Split('\n', StringSplitOptions.RemoveEmptyEntries)] : [],
        GaleraState = point.Galera?.ToText().TrimEnd('\n'),
    };
}
