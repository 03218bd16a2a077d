using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>An increment, ours or of mariadb-backup. It is only read.</summary>
internal sealed class IncrementDirectory
{
    private IncrementDirectory(string path, BackupMetadata metadata, BackupDirectory? backup)
    {
        Path = path;
        Metadata = metadata;
        Backup = backup;
    }

    internal string Path { get; }

    internal BackupMetadata Metadata { get; }

    /// <summary>The backup with its manifest; null when it is not ours.</summary>
    internal BackupDirectory? Backup { get; }

    internal BackupManifest? Manifest => Backup?.Manifest;

    /// <summary>The LSN that its log must reach.</summary>
    internal Lsn End => Manifest is { } manifest ? new Lsn(manifest.InnoDb.EndLsn) : Metadata.Checkpoints.Last ?? Metadata.Checkpoints.To;

    /// <summary>Its tablespace files.</summary>
    internal required IReadOnlyList<IncrementEntry> Entries { get; init; }

    /// <summary>The other files, relative to the directory: of other engines, definitions, and what describes the backup.</summary>
    internal required IReadOnlyList<string> OtherFiles { get; init; }

    /// <summary>The directories in it, relative to it.</summary>
    internal required IReadOnlyList<string> Directories { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="FailureException">It is no increment, or not whole.</exception>
    internal static IncrementDirectory Read(string path)
    {
        var metadata = BackupMetadata.Read(path);
        if (metadata.Checkpoints.Type != BackupType.Incremental)
        {
            throw new FailureException(FailureKind.Usage, $"{path} is a full backup, not an increment", "name increments in their order");
        }

        var backup = File.Exists(System.IO.Path.Combine(path, ManifestDocument.FileName)) ? BackupDirectory.Open(path) : null;
        backup?.CheckFiles();
        var listing = new IncrementListing(path, metadata);
        return new IncrementDirectory(path, metadata, backup)
        {
            Entries = listing.Entries,
            OtherFiles = listing.OtherFiles,
            Directories = listing.Directories,
        };
    }
}
