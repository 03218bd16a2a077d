using System.Globalization;
using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Finish;
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
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly StageLog _log = new(progress);
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
            return CloneFiles(name, target, volume, cancellation);
        }

        SnapshotVolumeFinder.RequireOneVolume(
            facts.Layout, new SourceTree(facts.Layout, options.Parallel, TableFilter.None).List());
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
        var point = TakeUnderStages(stages, timeline, plan, session, facts, stop.Token);
        var blocked = stages.Timings[^1].EnteredAt - stages.Timings[^2].EnteredAt + stages.Timings[^2].WaitedFor;
        events.Milestone($"snapshot made: commits waited for {blocked.TotalSeconds:0.000} s");

        progress.Phase = "verifying";
        SnapshotShell.Run(plan.Open, CommandTimeout, cancellation);
        var backup = Path.TrimEndingDirectorySeparator(Path.Combine(target, volume.DataPath));
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
        var log = ReadLog(context.Layout.RedoLogFile, point);
        var files = new SnapshotFiles(context);
        events.Milestone($"removed {files.RemoveUnfinished()} files of statements that were running");
        var databases = files.Take();
        var writer = new ManifestWriter(context, facts, session.Version);
        var manifest = writer.Make(new BackupOutcome(
            startedAt,
            point,
            log.Checkpoint,
            log.Checkpoint.Checkpoint,
            log.End,
            log.Format,
            _log.ToManifest(stages.Timings, _time.GetUtcNow()),
            timeline.ToManifest(),
            databases));
        progress.Phase = "syncing";
        var record = new SnapshotRecord(name, target, backup, point.ReadAt, Math.Round(blocked.TotalSeconds, 4), volume, options.Command);
        SnapshotStore.Write(record);
        context.Scope.Target.Sync();
        writer.Publish(manifest, session);
        SnapshotShell.Run(plan.Seal, CommandTimeout, cancellation);
        return new SnapshotResult(record, manifest.Files.Count, manifest.Files.Sum(file => file.Size), manifest.InnoDb.EndLsn);
    }

    private BackupPoint TakeUnderStages(
        BackupStages stages, TimelineRecorder timeline, SnapshotPlan plan, ServerSession session, ServerFacts facts, CancellationToken cancellation)
    {
        var before = DataDirectoryCheck.DdlLogStatus(facts.Layout);
        Enter(stages, BackupStage.Start, cancellation);
        DataDirectoryCheck.CheckStarted(facts.Layout, before);
        timeline.WatchBlocked();
        Enter(stages, BackupStage.BlockCommit, cancellation);
        var point = Positions.ReadBackupPoint(session, new BackupPointOptions { AwaitFlush = true, Cancellation = cancellation });
        progress.Phase = "snapshot";
        _isBegun = true;
        SnapshotShell.Run(plan.Create, options.SnapshotTimeout, cancellation);
        Positions.Confirm(session, point);
        stages.End(EndTimeout);
        timeline.EndWatch();
        _log.Entered();
        events.StageReached("END", stages.Timings[^1].WaitedFor);
        return point;
    }

    private void Enter(BackupStages stages, BackupStage stage, CancellationToken cancellation)
    {
        progress.Phase = stage.SqlName();
        stages.Enter(stage, cancellation);
        _log.Entered();
        events.StageReached(stage.SqlName(), stages.Timings[^1].WaitedFor);
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
