using Understudy.Engine.Copying;
using Understudy.Engine.Prepare;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Increment;
using Understudy.Engine.Verify;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore;

/// <summary>
/// Merges a full backup and its increments into a prepared backup, in a directory below the data directory that is to be made. From
/// there every file goes to its place without being copied again, if that is on the same file system.
/// </summary>
/// <param name="options">What to do.</param>
/// <param name="progress">Counts what is done.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class IncrementStaging(RestoreOptions options, OperationProgress progress, CancellationToken cancellation)
{
    private const string DirectoryName = ".understudy-merging";

    private readonly List<IncrementDirectory> _increments = [];
    private readonly List<string> _warnings = [];

    /// <summary>Checks that the increments continue the backup, before anything is written.</summary>
    /// <exception cref="FailureException">They do not, or one is not whole.</exception>
    internal void CheckChain(BackupDirectory backup)
    {
        if (!options.RollForward)
        {
            throw new FailureException(
                FailureKind.Usage, "an increment can be merged only into files that are rolled forward", "leave out --no-roll-forward");
        }

        var metadata = BackupMetadata.Read(backup.Path);
        if (metadata.Checkpoints.Type is not (BackupType.Full or BackupType.LogApplied))
        {
            throw new FailureException(FailureKind.Usage, $"{backup.Path} is not a full backup", "name the full backup first");
        }

        var directory = backup.Path;
        BackupManifest? manifest = backup.Manifest;
        foreach (var path in options.Increments.Select(Path.GetFullPath))
        {
            var increment = IncrementDirectory.Read(path);
            IncrementChain.CheckContinues(directory, metadata, manifest, increment);
            _increments.Add(increment);
            (directory, metadata, manifest) = (path, increment.Metadata, increment.Manifest);
        }

        if (manifest is null)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{directory} has no {ManifestDocument.FileName}: nothing says where the files of the merged backup belong",
                "increments of mariadb-backup are merged by understudy prepare --incremental-dir, and the result is put back by "
                + "understudy mariadb-backup --copy-back");
        }
    }

    /// <summary>The most bytes that it needs in the data directory.</summary>
    internal long BytesNeeded(BackupDirectory backup) =>
        backup.Manifest.Files.Where(file => !file.Sparse).Sum(file => file.Size)
        + _increments.Sum(increment => increment.Entries.Sum(entry => new FileInfo(entry.SourcePath).Length)
            + increment.OtherFiles.Sum(name => new FileInfo(Path.Combine(increment.Path, name)).Length));

    /// <summary>Does it.</summary>
    /// <param name="backup">The full backup.</param>
    /// <param name="dataDirectory">The data directory; it exists.</param>
    /// <param name="result">How the files were rolled forward.</param>
    /// <returns>The merged backup.</returns>
    internal BackupDirectory Run(BackupDirectory backup, string dataDirectory, out PrepareResult result)
    {
        var target = DirectoryTarget.Create(Path.Combine(dataDirectory, DirectoryName));
        Copy(backup, target);
        result = Prepare(target.Name, increment: null);
        foreach (var increment in _increments)
        {
            result = Prepare(target.Name, increment.Path);
        }

        result = result with { Warnings = _warnings };
        return BackupDirectory.Open(target.Name);
    }

    private void Copy(BackupDirectory backup, DirectoryTarget target)
    {
        progress.Phase = "copying";
        progress.AddTotal(backup.Manifest.Files.Sum(file => file.Size));
        foreach (var directory in backup.Manifest.Directories
            .Concat(backup.Manifest.Files.Select(file => Path.GetDirectoryName(file.Path)!))
            .Where(directory => directory.Length > 0)
            .Distinct(StringComparer.Ordinal))
        {
            target.CreateDirectory(directory);
        }

        var scope = new CopyScope(target, new Throttle(options.ThrottleBytesPerSecond), progress, SyncBigFiles: false, cancellation);
        var unverified = new UnverifiedFiles(backup.Manifest, backup.PathOf);
        RestoreFile.RunAll(
            backup.Manifest.Files.Select(file => new RestoreFile(
                scope, unverified, new PlannedFile(file, target.PathOf(file.Path), Link: null), backup.PathOf(file), target.PathOf(file.Path))),
            [],
            options.Parallel,
            progress.Profile,
            cancellation);
        target.Publish(
            ManifestDocument.FileName,
            stream => ManifestDocument.Write(unverified.Record(ManifestCompression.Decompressed(backup.Manifest)), stream));
    }

    private PrepareResult Prepare(string directory, string? increment)
    {
        var prepare = new PrepareOptions
        {
            Directory = directory,
            IncrementalDirectory = increment,
            UseMemoryBytes = options.UseMemoryBytes,
            Parallel = options.Parallel,
            KeyFile = options.KeyFile,
            KeyFilePassword = options.KeyFilePassword,
            EncryptionMode = options.EncryptionMode,
            IsRestartable = false,
        };
        var result = PrepareOperation.Run(prepare, progress, cancellation);
        _warnings.AddRange(result.Warnings);
        return result;
    }

    /// <summary>Puts a file of a backup that is below the data directory in its place.</summary>
    /// <param name="merged">The backup.</param>
    /// <param name="file">The file.</param>
    /// <param name="writtenAs">Its place, maybe under a name of the moment.</param>
    /// <param name="like">A file of the server, for what merging made and the server never had.</param>
    /// <returns>False when it must be copied: the place is on another file system.</returns>
    internal static bool TryPlace(BackupDirectory merged, PlannedFile file, string writtenAs, ManifestFile like)
    {
        if (!PosixFile.TryLink(merged.PathOf(file.File), writtenAs))
        {
            return false;
        }

        RestoreFile.SetAttributes(file.File.Mode is null ? like : file.File, writtenAs);
        return true;
    }
}
