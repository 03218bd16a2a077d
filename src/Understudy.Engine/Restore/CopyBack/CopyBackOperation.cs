using Understudy.Engine.Copying;
using Understudy.Engine.Prepare;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Verify;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore.CopyBack;

/// <summary>Copies or moves a backup directory into a data directory, by the rules of mariadb-backup.</summary>
/// <param name="options">What to do.</param>
/// <param name="progress">Counts what is done, to be shown while it runs.</param>
/// <param name="events">Told what is odd and goes on.</param>
public sealed class CopyBackOperation(CopyBackOptions options, OperationProgress progress, Action<string> events)
{
    // No server starts without its redo log, so nothing takes a half-filled directory for whole.
    private const string UnfinishedSuffix = ".understudy-unfinished";
    private const string DefaultDataFilePath = "ibdata1:12M:autoextend";

    /// <summary>Copies or moves.</summary>
    /// <exception cref="FailureException">It cannot be done; what is half done stays.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CopyBackResult Run(CancellationToken cancellation)
    {
        var root = Path.GetFullPath(options.BackupDirectory);
        if (!Directory.Exists(root))
        {
            throw new FailureException(FailureKind.BackupMissing, $"there is no directory {root}");
        }

        if (PrepareLeftovers.AreIn(root))
        {
            throw new FailureException(
                FailureKind.BackupMissing, $"a prepare of {root} was stopped half way", "run --prepare again, which starts over, and then this");
        }

        var dataFilePath = options.DataFilePath ?? BackupMetadata.ReadSettings(root).GetValueOrDefault("innodb_data_file_path", DefaultDataFilePath);
        var places = new CopyBackPlaces(options, dataFilePath);
        var manifest = CopyBackManifest.TryRead(root, events);
        var plan = CopyBackPlan.Make(options, places, manifest);
        foreach (var directory in plan.LeftOut)
        {
            events($"{directory} is not taken along: a server has no directories inside of databases");
        }

        CheckDirectories(places);
        CheckFree(plan);
        foreach (var directory in places.Directories.Concat(plan.Directories).Concat(plan.Files.Select(file => Path.GetDirectoryName(file.Destination)!)).Distinct())
        {
            MakeDirectory(directory);
        }

        Transfer(root, plan, manifest, cancellation);
        return new CopyBackResult(places.Data, plan.Files.Count, Verified: manifest is not null && !options.Move);
    }

    private static string WrittenAs(PlannedFile file) =>
        file.File.Role == ManifestFileRole.RedoLog ? file.Destination + UnfinishedSuffix : file.Destination;

    private static void MakeDirectory(string directory) => Directory.CreateDirectory(directory, CreationModes.Directory);

    private static void CheckFree(CopyBackPlan plan)
    {
        var taken = plan.Files.FirstOrDefault(file => FileStatus.TryRead(file.Destination, out _, followLinks: false));
        if (taken is not null)
        {
            throw new FailureException(FailureKind.Failed, $"{taken.Destination} exists", "nothing is ever overwritten: name an empty directory, or move that file away");
        }

        if (plan.Files.GroupBy(file => file.Destination, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new FailureException(FailureKind.Failed, $"two files of the backup would go to {twice.Key}");
        }
    }

    private void CheckDirectories(CopyBackPlaces places)
    {
        var used = places.OwnDirectories.FirstOrDefault(directory => Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any());
        if (used is not null && !options.IntoUsedDirectories)
        {
            throw new FailureException(
                FailureKind.Failed, $"Original data directory {used} is not empty!", "name an empty directory, or use --force-non-empty-directories");
        }
    }

    private void Transfer(string root, CopyBackPlan plan, BackupManifest? manifest, CancellationToken cancellation)
    {
        progress.AddTotal(plan.Files.Sum(file => file.File.Size));
        var copied = new List<PlannedFile>(plan.Files);
        if (options.Move)
        {
            // From here on the directory is no backup any more.
            CopyBackManifest.Remove(root);
            copied = [.. plan.Files.Where(file => !PosixFile.TryLink(Path.Combine(root, file.File.Path), WrittenAs(file)))];
        }

        if (copied.Count > 0)
        {
            Copy(root, copied, manifest, cancellation);
        }

        foreach (var directory in plan.Files.Select(file => Path.GetDirectoryName(file.Destination)!).Distinct(StringComparer.Ordinal))
        {
            PosixFile.SyncFileSystem(directory);
        }

        if (options.Move)
        {
            foreach (var file in plan.Files)
            {
                File.Delete(Path.Combine(root, file.File.Path));
            }
        }

        var log = plan.Files.Single(file => file.File.Role == ManifestFileRole.RedoLog);
        PosixFile.Rename(WrittenAs(log), log.Destination);
        PosixFile.SyncDirectory(Path.GetDirectoryName(log.Destination)!);
    }

    private void Copy(string root, IReadOnlyList<PlannedFile> planned, BackupManifest? manifest, CancellationToken cancellation)
    {
        var scope = new CopyScope(DirectoryTarget.CreateBeside(options.DataDirectory), new Throttle(0), progress, SyncBigFiles: false, cancellation);
        var unverified = manifest is null ? null : new UnverifiedFiles(manifest, file => Path.Combine(root, file.Path));
        RestoreFile.RunAll(
            planned.Select(file => new RestoreFile(scope, unverified, file, Path.Combine(root, file.File.Path), WrittenAs(file))),
            [],
            options.Parallel,
            progress.Profile,
            cancellation);
    }
}
