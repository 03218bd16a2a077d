using System.Diagnostics;
using Understudy.Engine.Backup.Ahead;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Finish;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Backup.Locking;
using Understudy.Engine.Backup.Passes;
using Understudy.Engine.Backup.Redo;
using Understudy.Engine.Backup.RocksDb;
using Understudy.Engine.Backup.Selection;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Backup.Start;
using Understudy.Engine.Backup.Timeline;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.FileNames;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup;

/// <summary>Takes one backup: walks the stages of BACKUP STAGE and does in each what belongs there.</summary>
public sealed partial class BackupOperation
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // A pass shorter than this is not worth repeating before the locks are taken.
    private static readonly TimeSpan ShortPass = TimeSpan.FromMilliseconds(500);
    private const int PassesMax = 8;

    // The writers of its statistics and privilege tables are stopped only by BLOCK_COMMIT.
    private const string SystemDatabase = "mysql";

    private readonly BackupOptions _options;
    private readonly IBackupEvents _events;
    private readonly DateTimeOffset _startedAt;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeProvider _time;

    /// <summary>Prepares a backup; nothing is done yet.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Counts what is done, to be shown while it runs.</param>
    /// <param name="events">Told what happens.</param>
    /// <param name="time">The clock.</param>
    public BackupOperation(BackupOptions options, OperationProgress progress, IBackupEvents events, TimeProvider? time = null)
    {
        _options = options;
        Progress = progress;
        _events = events;
        _time = time ?? TimeProvider.System;
        _startedAt = _time.GetUtcNow();
    }

    private OperationProgress Progress { get; }

    /// <summary>Takes the backup.</summary>
    /// <exception cref="FailureException">It failed, and what is left in the target is no backup.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BackupResult Run(CancellationToken cancellation)
    {
        Progress.Phase = "connecting";
        using var session = ServerSession.Connect(_options.Connection);
        using var waits = new LockWaits(_options, _events, _time);
        var facts = Preflight.Check(session, _options, _events);
        BackupTargets.Check(_options, facts.Layout);
        using var filter = new TableFilter(_options.Selection);
        var tree = new SourceTree(facts.Layout, _options.Parallel, filter);
        var selectionWarnings = SelectionCheck.Require(filter, tree.ListTables());
        var increment = IncrementBase.Find(_options, facts, session);
        var keys = _options.Prepared is { } prepared ? ServerKeys.Load(facts, prepared) : null;
        using var open = BackupTargets.Open(_options, tree, facts, session, isIncrement: increment is not null, _events);
        using var replica = _options.PauseReplica
            ? ReplicaPause.Begin(_options.Connection, _options.PauseReplicaTimeout, _events.Milestone, cancellation)
            : null;
        using var stages = BackupStages.Open(_options.Connection, new BackupStagesOptions
        {
            LockWaitTimeout = _options.LockWaitTimeout,
            LockTimeMax = _options.LockTimeMax,
            Locking = _options.Stages.Locking(),
            Waiting = waits.Waiting,
            Time = _time,
        });
        using var locks = BackupLock.Open(_options.Connection, _options.LockWaitTimeout);
        using var redoSession = ServerSession.Connect(_options.Connection);
        waits.AddOwn([session.ConnectionId, stages.ConnectionId, locks.ConnectionId, redoSession.ConnectionId, .. replica?.ConnectionIds ?? []]);
        using var failed = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stages.ConnectionLost, failed.Token);
        open.StopBy(stop.Token);
        using var pool = new WorkerPool(_options.Parallel, Progress.Profile);
        var context = new BackupContext
        {
            Options = _options,
            Scope = new CopyScope(open.Target, new Throttle(_options.ThrottleBytesPerSecond), Progress, SyncBigFiles: true, stop.Token)
            {
                HashKind = _options.HashKind, Method = open.Method,
                ReadsClonesLater = open.Method != CopyMethod.Copy && _options.Prepared is null,
            },
            Pool = pool,
            Layout = facts.Layout,
            Increment = increment,
            Variables = facts.Variables,
            Filter = filter,
            ValidationKeys = _options.DropIn is { ExtendedValidation: true } ? ServerKeys.TryLoad(facts) : null,
            Locks = new TableLocks(locks, Progress.Profile),
            Replica = replica,
            Events = _events,
            Time = _time,
        };
        selectionWarnings.ForEach(context.Warn);
        using var redo = new RedoLogCopier(context, redoSession, failed.Cancel);
        using var timeline = new TimelineRecorder(_options.Connection, stages.ConnectionId, Progress, _started);
        using var ahead = keys is not null && open.Target is DirectoryTarget directory
            ? new AheadRollForward(context, redo, new TargetTablespaces(context, directory), keys, failed.Cancel)
            : null;
        context.Ahead = ahead;
        try
        {
            using var walk = new Walk(this, context, session, stages, waits, redo, facts, open.Target, timeline);
            return walk.Run();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            redo.ThrowIfFailed();
            ahead?.ThrowIfFailed();
            throw new FailureException(
                FailureKind.Failed,
                $"the connection that held the backup stage (id {stages.ConnectionId}) was lost; the server has released its locks",
                "somebody killed it, the server stopped, or the network failed: look at the server's error log, and take the backup again");
        }
    }

    /// <summary>One walk through the stages.</summary>
    private sealed partial class Walk : IDisposable
    {
        private readonly BackupOperation _operation;
        private readonly BackupContext _context;
        private readonly ServerSession _session;
        private readonly BackupStages _stages;
        private readonly LockWaits _waits;
        private readonly RedoLogCopier _redo;
        private readonly ServerFacts _facts;
        private readonly IBackupTarget _target;
        private readonly TreePass _tree;
        private readonly AriaLogCopier _ariaLogs;
        private readonly LogTableCopier _logTables;
        private readonly StageSteps _steps;
        private readonly TimelineRecorder _timeline;

        internal Walk(
            BackupOperation operation,
            BackupContext context,
            ServerSession session,
            BackupStages stages,
            LockWaits waits,
            RedoLogCopier redo,
            ServerFacts facts,
            IBackupTarget target,
            TimelineRecorder timeline)
        {
            _operation = operation;
            _context = context;
            _session = session;
            _stages = stages;
            _waits = waits;
            _redo = redo;
            _facts = facts;
            _target = target;
            _tree = new TreePass(context);
            _ariaLogs = new AriaLogCopier(context);
            _logTables = new LogTableCopier(context);
            _steps = new StageSteps(stages, timeline, operation.Progress, Tell);
            _timeline = timeline;
        }

        internal BackupResult Run()
        {
            using var rocks = _facts.Layout.RocksDbDirectory is null || _context.Options.DropIn is { RocksDb: false } ? null : new RocksDbCheckpoint(_context.Layout, _context.Variables, _session, _context.Options.LockWaitTimeout, _context.Warn);
            rocks?.Prepare();
            CopyWhileNothingIsBlocked();
            var point = _context.Options.Stages == StageMode.NoLock ? TakeBackupPointUnlocked(rocks) : WalkBlockingStages(rocks);
            return Publish(point, FinishCopying(rocks));
        }

        public void Dispose()
        {
            _ariaLogs.Dispose();
            _logTables.Dispose();
        }

        private BackupPoint WalkBlockingStages(RocksDbCheckpoint? rocks)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    TellWhoIsInTheWay();
                    if (_context.Options.Stages == StageMode.Efficient)
                    {
                        CopyNonTransactional();
                        CopyWhatChanged();
                    }

                    return TakeBackupPoint(rocks);
                }
                catch (Exception e) when (WereReleased(e) && attempt <= _context.Options.LockRetries)
                {
                    StartAgain(attempt, e);
                }
            }
        }

        // Without the locks files come and go while they are copied: whatever failed then, failed for that reason.
        private bool WereReleased(Exception e) => e is LockTimeException
            || (e is FailureException or IOException && _stages.IsLockTimeOver);

        // What was copied stays; the next attempt copies what changed since.
        private void StartAgain(int attempt, Exception reason)
        {
            _steps.NoteReleased();
            var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestPause.TotalSeconds));
            _context.Events.Milestone($"{reason.Message}; all was released, next try in {pause.TotalSeconds:0} s");
            _context.Cancellation.WaitHandle.WaitOne(pause);
            _context.Cancellation.ThrowIfCancellationRequested();
            _context.Locks.IsActive = true;
            Enter(BackupStage.Start);
            _ariaLogs.CheckKept();
            CopyInPasses();
        }

        private void Enter(BackupStage stage) => _steps.Enter(stage, _context.Cancellation);

        private void CopyWhileNothingIsBlocked()
        {
            var before = DataDirectoryCheck.DdlLogStatus(_context.Layout);
            var listing = ListAnew();
            _context.OpenTablespaces = OpenTablespaceFiles.Read(listing, _session);
            Enter(BackupStage.Start);
            if (HasStages)
            {
                DataDirectoryCheck.CheckStarted(_context.Layout, before);
            }

            _redo.Start();
            _context.Ahead?.Start();
            _context.Locks.IsActive = _context.Options.Stages != StageMode.NoLock;
            if (HasStages)
            {
                _ariaLogs.ReadControlFile(_session);
            }

            _waits.HoldTables(listing, _context.Cancellation);
            TestPause.At("in-start", _context.Cancellation);
            CopyInPasses();
            if (_context.Damage.Count > StrayTablespaces.FindDamaged(_context, () => InnoDbViews.ReadTables(_session)).Count)
            {
                ThrowIfDamaged();
            }

            TestPause.At("start-copied", _context.Cancellation);

            // Nothing may have to wait for it once something is blocked.
            _context.Ahead?.Stop();
        }

        private void CopyInPasses()
        {
            var scope = new PassScope(Transactional: true, Others: _context.Options.Stages != StageMode.Community, Aria: HasStages);
            var last = long.MaxValue;
            for (var pass = 1; pass <= PassesMax; pass++)
            {
                var result = _tree.Run(scope);
                if (HasStages)
                {
                    RunJob(worker => _ariaLogs.CopyLogs(isFinal: false, worker));
                }

                CopyLogTables(isFinal: false);
                _context.Events.Milestone(
                    $"pass {pass}: copied {result.FilesCopied} files, {Sizes.Format(result.BytesCopied)} in {result.Elapsed.TotalSeconds:0.00} s");
                if (result.Elapsed < ShortPass || result.BytesCopied > last / 2)
                {
                    break; // little is left, or as much changes as is copied
                }

                last = result.BytesCopied;
            }
        }

        private void CopyNonTransactional()
        {
            _context.Locks.IsActive = false;
            _waits.AwaitLongQueries(_session, BackupStage.Flush, _context.Cancellation);
            Enter(BackupStage.Flush);
            var inUse = OpenTables.ReadInUse(_session)
                .Select(table => (FilenameCharset.Encode(table.Database), FilenameCharset.Encode(table.Table)))
                .ToHashSet();
            _tree.Run(new PassScope(Transactional: false, Others: true, InUse: inUse));
            TestPause.At("flush", _context.Cancellation);
        }

        private void CopyWhatChanged()
        {
            _waits.EndWaitingDdl(_session);
            Enter(BackupStage.BlockDdl);
            _waits.FreeTables();
            _tree.Run(PassScope.Final);
            DropStrays();
            RunJob(worker => DdlLogCopier.Copy(_context, worker));
            RunJob(worker => _ariaLogs.CopyLogs(isFinal: false, worker));
            CopyLogTables(isFinal: false);
            ThrowIfDamaged();
            TestPause.At("block-ddl", _context.Cancellation);
        }

        private BackupPoint TakeBackupPoint(RocksDbCheckpoint? rocks)
        {
            _context.Locks.IsActive = false;
            var isEfficient = _context.Options.Stages == StageMode.Efficient;
            if (!isEfficient)
            {
                _waits.AwaitLongQueries(_session, BackupStage.BlockCommit, _context.Cancellation);
                _waits.EndWaitingDdl(_session);
            }

            Enter(BackupStage.BlockCommit);
            _waits.FreeTables();
            if (isEfficient)
            {
                _tree.Run(PassScope.Final with { Database = SystemDatabase });
            }
            else
            {
                CopyAllThatIsLeft();
            }

            var point = ReadPointAndEnds(rocks);
            TestPause.At("block-commit", _context.Cancellation);
            Positions.Confirm(_session, point);
            _steps.End();
            return point;
        }

        private void RunJob(Action<CopyWorker> job) => _context.Pool.Run([job], _context.Cancellation);

        private void CopyLogTables(bool isFinal) => _context.Pool.Run(
            [.. _tree.Listing.Units
                .Where(unit => unit.Kind == UnitKind.LogTable)
                .Select(unit => (Action<CopyWorker>)(worker => _logTables.Copy(unit, isFinal, worker)))],
            _context.Cancellation);

        private void ThrowIfDamaged() => _context.ThrowIfDamaged();
    }
}
