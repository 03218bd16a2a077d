using System.Globalization;
using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Finish;
using Understudy.Engine.Backup.RocksDb;
using Understudy.Engine.Backup.Selection;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Backup.Start;
using Understudy.Engine.Backup.Timeline;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Snapshot;

/// <summary>Makes a storage snapshot of a running server under BACKUP STAGE, and a backup of it that can be shown and restored.</summary>
/// <param name="options">What to do.</param>
/// <param name="progress">Counts what is done, to be shown while it runs.</param>
/// <param name="events">Told what happens.</param>
public sealed class SnapshotOperation(SnapshotOptions options, OperationProgress progress, IBackupEvents events)
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = TimeProvider.System;
    private bool _isBegun;

    /// <summary>Makes the snapshot.</summary>
    /// <exception cref="FailureException">It failed; what was made of it is removed again.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SnapshotResult Run(CancellationToken cancellation)
    {
        progress.Phase = "connecting";
        var startedAt = _time.GetUtcNow();
        var target = Path.GetFullPath(options.TargetDirectory);
        using var session = ServerSession.Connect(options.Connection);
        var facts = Preflight.Check(session, MakeBackupOptions(target));
        Preflight.CheckTarget(facts.Layout, target);
        var volume = SnapshotVolumeFinder.Find(options.Provider, facts.Layout, cancellation);
        var name = $"understudy-{startedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        if (volume.Provider == SnapshotProvider.Reflink)
        {
            return options.FlushOnly ? throw NotAtomic(volume) : CloneFiles(name, target, volume, cancellation);
        }

        SnapshotVolumeFinder.RequireOneVolume(
            facts.Layout, new SourceTree(facts.Layout, options.Parallel, TableFilter.None).List());
        if (options.FlushOnly)
        {
            new RecoveryFiles(facts.Layout, facts.Variables).RequireHere();
        }

        SnapshotVolumeFinder.RequireTarget(volume, target);
        var plan = SnapshotPlan.Make(volume, name, target, options.Command, options.LvmExtents);
        MakePlace(target, plan);
        try
        {
            return Run(startedAt, name, target, volume, plan, session, facts, cancellation);
        }
        catch
        {
            Discard(plan, target);
            throw;
        }
    }

    private SnapshotResult Run(
        DateTimeOffset startedAt,
        string name,
        string target,
        SnapshotVolume volume,
        SnapshotPlan plan,
        ServerSession session,
        ServerFacts facts,
        CancellationToken cancellation)
    {
        using var stages = BackupStages.Open(options.Connection, new BackupStagesOptions
        {
            LockWaitTimeout = options.LockWaitTimeout,
            Waiting = wait => events.Waiting(wait.Stage.SqlName(), wait.WaitedFor, wait.Blockers.ToString()),
        });
        using var timeline = new TimelineRecorder(options.Connection, stages.ConnectionId, progress, System.Diagnostics.Stopwatch.GetTimestamp());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stages.ConnectionLost);
        var steps = new StageSteps(stages, timeline, progress, reached => events.StageReached(reached.Stage.SqlName(), reached.WaitedFor));
        var moment = TakeUnderStages(steps, plan, session, facts, stages, cancellation, stop.Token);
        var blocked = stages.Timings[^1].EnteredAt - stages.Timings[^2].EnteredAt + stages.Timings[^2].WaitedFor;
        var waited = options.FlushOnly ? "writes to tables without a log" : "commits";
        events.Milestone($"snapshot made: {waited} waited for {blocked.TotalSeconds:0.000} s");

        progress.Phase = "verifying";
        var backup = Open(plan, target, volume, cancellation);
        using var locks = BackupLock.Open(options.Connection, options.LockWaitTimeout);
        using var pool = new WorkerPool(options.Parallel);
        var context = new BackupContext
        {
            Options = MakeBackupOptions(target),
            Scope = new CopyScope(DirectoryTarget.CreateBeside(backup), new Throttle(0), progress, SyncBigFiles: false, cancellation),
            Pool = pool,
            Layout = LayoutFinder.Find(facts.Variables, backup, facts.Plugins.HasRocksDb),
            Variables = facts.Variables,
            Filter = TableFilter.None,
            Locks = new TableLocks(locks, progress.Profile) { IsActive = false },
            Events = events,
        };
        WarnOfLogTables(context);
        var log = ReadLog(context.Layout.RedoLogFile, moment.Point);
        var taken = TakeFiles(context, moment);
        var writer = new ManifestWriter(context, facts, session.Version) { IsCrashImage = options.FlushOnly };
        var manifest = writer.Make(new BackupOutcome(
            startedAt,
            moment.Point,
            log.Checkpoint,
            log.Checkpoint.Checkpoint,
            log.End,
            log.Format,
            steps.ToManifest(_time.GetUtcNow()),
            timeline.ToManifest(),
            taken.Databases));
        progress.Phase = "syncing";
        var record = new SnapshotRecord(
            name, target, backup, moment.Point.ReadAt, options.FlushOnly ? 0 : Math.Round(blocked.TotalSeconds, 4), volume, options.Command)
        {
            FlushOnly = options.FlushOnly,
        };
        SnapshotStore.Write(record);
        context.Scope.Target.Sync();
        writer.Publish(manifest, session);
        SnapshotShell.Run(plan.Seal, CommandTimeout, cancellation);
        return new SnapshotResult(record, manifest.Files.Count, manifest.Files.Sum(file => file.Size), manifest.InnoDb.EndLsn)
        {
            HasDoubts = taken.HasDoubts,
        };
    }

    private static string Open(SnapshotPlan plan, string target, SnapshotVolume volume, CancellationToken cancellation)
    {
        SnapshotShell.Run(plan.Open, CommandTimeout, cancellation);
        var backup = Path.TrimEndingDirectorySeparator(Path.Combine(target, volume.DataPath));
        return Directory.Exists(backup)
            ? backup
            : throw new FailureException(
                FailureKind.Failed,
                $"the snapshot has no {backup}, where the data directory should be",
                "what makes it must show the whole volume at the target directory");
    }

    private SnapshotMoment TakeUnderStages(
        StageSteps steps,
        SnapshotPlan plan,
        ServerSession session,
        ServerFacts facts,
        BackupStages stages,
        CancellationToken wanted,
        CancellationToken cancellation)
    {
        using var rocks = options.FlushOnly || facts.Layout.RocksDbDirectory is null
            ? null
            : new RocksDbCheckpoint(facts.Layout, facts.Variables, session, options.LockWaitTimeout, events.Warning);
        try
        {
            rocks?.Prepare();
            var before = DataDirectoryCheck.DdlLogStatus(facts.Layout);
            steps.Enter(BackupStage.Start, cancellation);
            DataDirectoryCheck.CheckStarted(facts.Layout, before);
            steps.Enter(options.FlushOnly ? BackupStage.Flush : BackupStage.BlockCommit, cancellation);
            var moment = ReadMoment(session, cancellation);
            rocks?.Create();
            progress.Phase = "snapshot";
            _isBegun = true;
            SnapshotShell.Run(plan.Create, options.SnapshotTimeout, cancellation);
            if (!options.FlushOnly)
            {
                Positions.Confirm(session, moment.Point);
            }

            steps.End();
            return moment;
        }
        catch (OperationCanceledException) when (!wanted.IsCancellationRequested)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the connection that held the backup stage (id {stages.ConnectionId}) was lost; the server has released its locks",
                "somebody killed it, the server stopped, or the network failed: look at the server's error log, and make the snapshot again");
        }
    }

    // FLUSH blocks no commit: there is no position, but what was committed by now is to be in the log's file.
    private SnapshotMoment ReadMoment(ServerSession session, CancellationToken cancellation)
    {
        var reading = new BackupPointOptions { AwaitFlush = true, Cancellation = cancellation };
        return options.FlushOnly
            ? new SnapshotMoment(Positions.ReadFlushed(session, reading), OpenTables.ReadAll(session))
            : new SnapshotMoment(Positions.ReadBackupPoint(session, reading), []);
    }

    private SnapshotTaken TakeFiles(BackupContext context, SnapshotMoment moment)
    {
        var files = new SnapshotFiles(context);
        if (options.FlushOnly)
        {
            return files.TakeForRecovery(moment.Open);
        }

        events.Milestone($"removed {files.RemoveUnfinished()} files of statements that were running");
        return files.Take();
    }

    // A clone of each file at its own moment needs the log that is copied along: that is a backup.
    private SnapshotResult CloneFiles(string name, string target, SnapshotVolume volume, CancellationToken cancellation)
    {
        var result = new BackupOperation(MakeBackupOptions(target) with { Method = CopyMethod.Reflink }, progress, events).Run(cancellation);
        var manifest = result.Manifest;
        var blocked = manifest.Stages.Where(stage => stage.Name == BackupStage.BlockCommit.SqlName()).Sum(stage => stage.WaitedSeconds + stage.HeldSeconds);
        var record = new SnapshotRecord(name, target, target, manifest.BackupTime, Math.Round(blocked, 4), volume, Command: null);
        SnapshotStore.Write(record);
        return new SnapshotResult(record, manifest.Files.Count, manifest.Files.Sum(file => file.Size), manifest.InnoDb.EndLsn);
    }

    private static FailureException NotAtomic(SnapshotVolume volume) => new(
        FailureKind.Usage,
        $"--flush-only needs a snapshot that is of one moment, and clones of files ({volume.FileSystem}) are made one after the other",
        "leave out --flush-only, or use btrfs, LVM, ZFS or a command of your own (--provider)");

    private static SnapshotLog ReadLog(string path, BackupPoint point)
    {
        var log = SnapshotLog.Read(path);
        return log.End >= point.Lsn
            ? log
            : throw new FailureException(
                FailureKind.Failed,
                $"the redo log in the snapshot ends at LSN {log.End}, before the backup point {point.Lsn}",
                "the snapshot is not of that moment, or of another directory: look at what makes it");
    }

    private static void WarnOfLogTables(BackupContext context)
    {
        bool Is(string name, string part) => context.Variables.TryGet(name, out var value) && value.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Is("log_output", "TABLE") && (Is("general_log", "ON") || Is("slow_query_log", "ON")))
        {
            context.Warn("mysql.general_log and slow_log were being written: the restored ones may need REPAIR TABLE");
        }
    }

    private static void MakePlace(string target, SnapshotPlan plan)
    {
        if (plan.NeedsDirectory)
        {
            DirectoryTarget.Create(target);
        }
        else if (Path.Exists(target))
        {
            throw new FailureException(FailureKind.Failed, $"{target} exists", "name a path that does not exist yet: the snapshot appears there");
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        }
    }

    // Some of it may never have been made, so what fails here says nothing.
    private void Discard(SnapshotPlan plan, string target)
    {
        foreach (var command in _isBegun ? plan.Discard : [])
        {
            try
            {
                SnapshotShell.Run([command], CommandTimeout, CancellationToken.None);
            }
            catch (FailureException e)
            {
                events.Milestone($"not removed: {e.Message}");
            }
        }

        if (plan.NeedsDirectory && Directory.Exists(target) && !Directory.EnumerateFileSystemEntries(target).Any())
        {
            Directory.Delete(target);
        }
    }

    private BackupOptions MakeBackupOptions(string target) => new()
    {
        Connection = options.Connection,
        TargetDirectory = target,
        Parallel = options.Parallel,
        LockWaitTimeout = options.LockWaitTimeout,
        DataDirectory = options.DataDirectory,
        CommandLine = options.CommandLine,
    };
}
