using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Finish;
using Understudy.Engine.Backup.Locking;
using Understudy.Engine.Backup.Passes;
using Understudy.Engine.Backup.RocksDb;
using Understudy.Engine.Backup.Sources;
using Understudy.Server;

namespace Understudy.Engine.Backup;

/// <content>The end of a backup without locks, and what it has in common with the others.</content>
public sealed partial class BackupOperation
{
    private const int UnlockedAttemptsMax = 5;

    private sealed partial class Walk
    {
        private IReadOnlySet<string?>? _knownTables;

        private bool HasStages => _context.Options.Stages.HasStages();

        private void Tell(StageTiming reached)
        {
            if (HasStages)
            {
                _context.Events.StageReached(reached.Stage.SqlName(), reached.WaitedFor);
            }
            else if (_context.Options.Stages == StageMode.ReadLock && reached.Stage != BackupStage.Start)
            {
                var statement = reached.Stage == BackupStage.End ? "UNLOCK TABLES" : "FLUSH TABLES WITH READ LOCK";
                _context.Events.Milestone($"{statement} ({reached.WaitedFor.TotalSeconds:0.000} s)");
            }
        }

        // Nothing is blocked: that nothing moved has to be seen afterwards.
        private BackupPoint TakeBackupPointUnlocked(RocksDbCheckpoint? rocks)
        {
            _context.Locks.IsActive = false;
            Enter(BackupStage.BlockCommit);
            for (var attempt = 1; ; attempt++)
            {
                CopyAllThatIsLeft();
                if (attempt == UnlockedAttemptsMax || DdlNearTheEnd.FindDifference(_tree.Listing, ListAnew()) is null)
                {
                    break;
                }
            }

            TestPause.At("unlocked", _context.Cancellation);
            var point = ReadPointAndEnds(rocks);
            var now = ListAnew();
            if ((DdlNearTheEnd.FindDifference(_tree.Listing, now) ?? DdlNearTheEnd.FindRunning(_session) ?? _tree.FindNotCopied()) is { } ddl)
            {
                throw DdlNearTheEnd.Failure(ddl);
            }

            _waits.FreeTables();
            _steps.End();
            _context.Warn("taken without a lock: only InnoDB tables are of one moment, and that has no position in the binary log (prepare tells the one that InnoDB knows)");
            if (_context.Variables.LogBin)
            {
                _context.Warn("a commit may have been half way: if a server refuses to start on the backup because of prepared transactions, start it once with --tc-heuristic-recover=ROLLBACK, which rolls them back and ends");
            }

            if (!Privileges.SeesProcesses(_session))
            {
                _context.Warn("the account has no PROCESS privilege: DDL of other accounts that ran when the backup ended was not seen, unless it made or removed files");
            }

            if (DdlNearTheEnd.FindWritten(now, _context.Catalog) is { Count: > 0 } written)
            {
                _context.Warn($"written while they were copied, and maybe damaged in the backup: {string.Join(", ", written)}");
            }

            return point with { BinaryLog = null };
        }

        private void CopyAllThatIsLeft()
        {
            if (!HasStages)
            {
                _ariaLogs.ReadControlFile(_session);
            }

            _tree.Run(PassScope.Final);
            DropStrays();
            if (HasStages)
            {
                RunJob(worker => DdlLogCopier.Copy(_context, worker));
            }
        }

        private BackupPoint ReadPointAndEnds(RocksDbCheckpoint? rocks)
        {
            var galera = GaleraFiles.Begin(_context, _session);
            var point = Positions.ReadBackupPoint(_session, new BackupPointOptions
            {
                ReplicaPositions = _context.Options.ReplicaInfo,
                AwaitFlush = false,
                BinaryLog = _context.Variables.LogBin && _context.Options.Stages != StageMode.NoLock,
                MayLackReload = _context.Options.Stages == StageMode.NoLock,
                Cancellation = _context.Cancellation,
                Time = _context.Time,
            });
            _stages.KeepLocks();
            _redo.StopAt(point.Lsn);
            galera?.Copy(point);
            rocks?.Create();
            RunJob(worker => _ariaLogs.CopyLogs(isFinal: true, worker));
            CopyLogTables(isFinal: true);
            return point;
        }

        private void DropStrays()
        {
            StrayTablespaces.DropDuplicates(_context, _session);
            StrayTablespaces.DropOfUnselected(_context, _session);

            // What damage there is in clones shows later, and tables may be gone by then.
            _knownTables = _context.Scope.ReadsClonesLater || !_context.Damage.IsEmpty ? InnoDbViews.ReadTables(_session) : null;
            DropDamaged();
        }

        private void DropDamaged()
        {
            if (_knownTables is not null)
            {
                StrayTablespaces.DropDamaged(_context, _knownTables);
            }
        }

        private void TellWhoIsInTheWay()
        {
            try
            {
                var blockers = StageBlockers.Read(_session, BackupStage.BlockDdl, _stages.ConnectionId, _context.Options.Stages.Locking());
                if (blockers.Items.Count > 0)
                {
                    _context.Events.Milestone($"will be waited for, unless they end: {blockers}");
                }
            }
            catch (ServerException e) when (!e.IsConnectionLost)
            {
                _context.Events.Milestone($"who will be waited for is not known: {e.Message}");
            }
        }

        private SourceListing ListAnew() =>
            new SourceTree(_context.Layout, _context.Pool.Threads, _context.Filter).List();
    }
}
