using System.Diagnostics;
using Understudy.Engine.Copying;
using Understudy.Engine.Prepare;
using Understudy.Engine.Verify;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Restore;

/// <summary>Puts a backup in place, so that a server can be started on it. The backup itself is only read.</summary>
/// <param name="options">What to do.</param>
/// <param name="progress">Counts what is done, to be shown while it runs.</param>
public sealed class RestoreOperation(RestoreOptions options, OperationProgress progress)
{
    // Without its redo log no server starts: as long as this has its temporary name, nothing takes the directory for whole.
    private const string UnfinishedSuffix = ".understudy-unfinished";

    /// <summary>Restores.</summary>
    /// <exception cref="FailureException">It failed; the data directory is not usable.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RestoreResult Run(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        progress.Phase = "checking";
        if (options.Input is { } input)
        {
            var place = DirectoryTarget.Create(options.DataDirectory);
            var received = ReceivedBackup.Receive(input, options, place, progress, cancellation);
            Check(received);
            return Restore(received, place, isReceived: true, started, cancellation);
        }

        var backup = BackupDirectory.Open(options.BackupDirectory);
        Check(backup);
        return options.Increments.Count == 0
            ? Restore(backup, target: null, isReceived: false, started, cancellation)
            : RestoreMerged(backup, started, cancellation);
    }

    private void Check(BackupDirectory backup)
    {
        CheckPartial(backup.Manifest);
        if (backup.Manifest.Increment is not null)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{backup.Path} is an increment, which cannot be restored by itself",
                "apply it to its full backup: understudy prepare FULL --incremental-dir INCREMENT; then restore that");
        }

        if (backup.Manifest.CrashImage && options.Increments.Count > 0)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{backup.Path} is a snapshot that was made with --flush-only, which no increment continues",
                "restore it alone");
        }

        backup.CheckFiles();
    }

    private RestoreResult Restore(
        BackupDirectory backup, DirectoryTarget? target, bool isReceived, long started, CancellationToken cancellation)
    {
        var plan = RestorePlan.Make(backup.Manifest, options);
        target ??= DirectoryTarget.Create(options.DataDirectory);
        CheckPlaces(plan, target);
        CheckLogNamesRestoredPlaces(backup.Manifest);
        CheckSpace(
            plan.Files.Where(file => !file.File.Sparse && !(isReceived && IsPlaceable(file.File))).Sum(file => file.File.Size), target);

        progress.Phase = "copying";
        MakeDirectories(backup.Manifest, plan, target);
        var rollsForward = RestoreRollForward.IsWanted(backup.Manifest, options);
        var copied = rollsForward ? plan.WithoutRedoLog() : plan;
        progress.AddTotal(plan.Files.Sum(file => file.File.Size));
        var placed = isReceived ? Place(backup, copied) : [];
        Copy(backup, copied.Without(placed), [.. plan.Files.Except(copied.Files), .. placed], target, cancellation);
        MakeLinks(copied);
        var outcome = rollsForward ? RestoreRollForward.Run(backup, plan, options, progress, cancellation) : null;

        progress.Phase = "syncing";
        using (progress.Profile.Time(Activity.Syncing))
        {
            Sync(plan, target);
        }

        if (isReceived)
        {
            Directory.Delete(backup.Path, recursive: true);
        }

        if (outcome is null)
        {
            ActivateRedoLog(plan);
        }
        else
        {
            RestoreRollForward.ActivateLog(outcome, backup.Manifest, plan);
        }

        return Result(backup, target, outcome?.Result, started);
    }

    private RestoreResult RestoreMerged(BackupDirectory full, long started, CancellationToken cancellation)
    {
        var staging = new IncrementStaging(options, progress, cancellation);
        staging.CheckChain(full);
        var target = DirectoryTarget.Create(options.DataDirectory);
        CheckPlaces(RestorePlan.Make(full.Manifest, options), target);
        CheckSpace(staging.BytesNeeded(full), target);
        var merged = staging.Run(full, target.Name, out var result);

        progress.Phase = "placing";
        var plan = RestorePlan.Make(merged.Manifest, options);
        CheckPlaces(plan, target);
        MakeDirectories(merged.Manifest, plan, target);
        Place(merged, plan, target, cancellation);
        progress.Phase = "syncing";
        using (progress.Profile.Time(Activity.Syncing))
        {
            Sync(plan, target);
        }

        Directory.Delete(merged.Path, recursive: true);
        ActivateRedoLog(plan);
        return Result(merged, target, result, started);
    }

    private RestoreResult Result(BackupDirectory backup, DirectoryTarget target, PrepareResult? rolledForward, long started) => new(
        backup.Manifest, target.Name, progress.FilesDone, progress.BytesDone, Stopwatch.GetElapsedTime(started), NextSteps.Make(backup.Manifest, options))
    {
        RolledForward = rolledForward,
    };

    private void CheckPartial(BackupManifest manifest)
    {
        if (manifest.Partial && !options.AllowPartial)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the backup is partial ({string.Join(", ", manifest.Selection)}): what is restored from it is no whole server",
                "--allow-partial restores it all the same; to bring its tables into a running server: understudy prepare --export");
        }
    }

    private static string WrittenAs(PlannedFile file) =>
        file.File.Role == ManifestFileRole.RedoLog ? file.Destination + UnfinishedSuffix : file.Destination;

    private static void CheckPlaces(RestorePlan plan, DirectoryTarget target)
    {
        var taken = plan.Files.FirstOrDefault(file => !IsBelow(file.Destination, target.Name) && FileStatus.TryRead(file.Destination, out _, followLinks: false));
        if (taken is not null)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{taken.Destination}, the place that {taken.File.Path} had outside the data directory, is taken",
                "restore on another host, or use --relocate to put such files below the data directory; nothing is ever overwritten");
        }
    }

    // A server that applies the log itself takes files from the places that the log names, where another server's may be.
    private void CheckLogNamesRestoredPlaces(BackupManifest manifest)
    {
        var elsewhere = manifest.Files.FirstOrDefault(file => file is { Role: ManifestFileRole.Data, ExternalPath: not null }
            && file.Path.EndsWith(".ibd", StringComparison.Ordinal));
        if (elsewhere is not null && options.Relocate && !RestoreRollForward.IsWanted(manifest, options) && !manifest.Prepared)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the redo log names {elsewhere.ExternalPath}: a server that applies it would open what is there, and not {elsewhere.Path} in the data directory",
                "leave out --no-roll-forward");
        }
    }

    private static void CheckSpace(long needed, DirectoryTarget target)
    {
        var free = target.FreeBytes();
        if (free < needed)
        {
            throw new DiskFullException($"{target.Name} has {free} bytes free, the backup takes {needed}");
        }
    }

    private static void MakeDirectories(BackupManifest manifest, RestorePlan plan, DirectoryTarget target)
    {
        var like = manifest.Files.First(file => file.Role == ManifestFileRole.SystemTablespace);
        var directories = manifest.Directories.Select(target.PathOf)
            .Concat(plan.Files.Select(file => Path.GetDirectoryName(file.Destination)!))
            .Concat(plan.Files.Where(file => file.Link is not null).Select(file => Path.GetDirectoryName(file.Link)!))
            .Append(target.Name)
            .Distinct(StringComparer.Ordinal);
        foreach (var directory in directories)
        {
            var isNew = !Directory.Exists(directory);
            Directory.CreateDirectory(directory);
            if (isNew || directory == target.Name)
            {
                PosixFile.ChangeMode(directory, 0x1c0);
                Ownership.Give(directory, like);
            }
        }
    }

    private void Copy(
        BackupDirectory backup, RestorePlan plan, IEnumerable<PlannedFile> readInPlace, DirectoryTarget target, CancellationToken cancellation)
    {
        var scope = new CopyScope(target, new Throttle(options.ThrottleBytesPerSecond), progress, SyncBigFiles: false, cancellation);
        var unverified = new UnverifiedFiles(backup.Manifest, backup.PathOf);
        var checks = readInPlace.Select(file => new SourceCheck(scope, file.File, backup.PathOf(file.File)));
        RestoreFile.RunAll(
            plan.Files.Select(file => new RestoreFile(scope, unverified, file, backup.PathOf(file.File), WrittenAs(file))),
            checks.SelectMany(check => check.Jobs()),
            options.Parallel,
            progress.Profile,
            cancellation);
    }

    // What was received where it is to be needs no copy, if it came as it is to be. Its hashes are compared where it is; of what has
    // none, the pages are checked while it is copied.
    private static bool IsPlaceable(ManifestFile file) => file.Compression is null && !file.Unverified;

    private List<PlannedFile> Place(BackupDirectory received, RestorePlan plan)
    {
        var system = received.Manifest.Files.First(file => file.Role == ManifestFileRole.SystemTablespace);
        var placed = plan.Files.Where(file => IsPlaceable(file.File) && IncrementStaging.TryPlace(received, file, WrittenAs(file), system)).ToList();
        placed.ForEach(_ => progress.AddFile());
        return placed;
    }

    private void Place(BackupDirectory merged, RestorePlan plan, DirectoryTarget target, CancellationToken cancellation)
    {
        var scope = new CopyScope(target, new Throttle(0), progress, SyncBigFiles: false, cancellation);
        var unverified = new UnverifiedFiles(merged.Manifest, merged.PathOf);
        var system = merged.Manifest.Files.First(file => file.Role == ManifestFileRole.SystemTablespace);
        RestoreFile.RunAll(
            plan.Files
                .Where(file => !IncrementStaging.TryPlace(merged, file, WrittenAs(file), system))
                .Select(file => new RestoreFile(scope, unverified, file, merged.PathOf(file.File), WrittenAs(file))),
            [],
            options.Parallel,
            progress.Profile,
            cancellation);
        MakeLinks(plan);
    }

    private static void MakeLinks(RestorePlan plan)
    {
        foreach (var file in plan.Files.Where(file => file.Link is not null))
        {
            File.CreateSymbolicLink(file.Link!, file.Destination);
        }
    }

    private static void Sync(RestorePlan plan, DirectoryTarget target)
    {
        target.Sync();
        foreach (var directory in plan.Files
            .Select(file => Path.GetDirectoryName(file.Destination)!)
            .Where(directory => !IsBelow(directory + "/", target.Name))
            .Distinct(StringComparer.Ordinal))
        {
            PosixFile.SyncFileSystem(directory);
        }
    }

    private static void ActivateRedoLog(RestorePlan plan)
    {
        foreach (var file in plan.Files.Where(file => file.File.Role == ManifestFileRole.RedoLog))
        {
            PosixFile.Rename(WrittenAs(file), file.Destination);
            PosixFile.SyncDirectory(Path.GetDirectoryName(file.Destination)!);
        }
    }

    private static bool IsBelow(string path, string directory) => path.StartsWith(directory + "/", StringComparison.Ordinal);
}
