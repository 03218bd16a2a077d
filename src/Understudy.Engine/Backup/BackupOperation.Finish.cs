using System.Diagnostics;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Finish;
using Understudy.Engine.Backup.Passes;
using Understudy.Engine.Backup.RocksDb;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup;

/// <content>What is left to do when the server's locks are released.</content>
public sealed partial class BackupOperation
{
    private sealed partial class Walk
    {
        private Lsn FinishCopying(RocksDbCheckpoint? rocks)
        {
            _operation.Progress.Phase = "finishing";
            _context.Replica?.Dispose();
            TestPause.At("end", _context.Cancellation);
            if (rocks is not null)
            {
                new RocksDbCopier(_context, rocks.Directory).Run();
                rocks.Remove();
            }

            _tree.DeleteWhatIsGone();
            _logTables.DeleteWhatIsGone();
            RunJob(_ariaLogs.Finish);
            ThrowIfDamaged();
            var end = FinishRedo();
            ReadClones(end);
            _context.Ahead?.Finish(end, _session.Version.Text);
            return end;
        }

        private Lsn FinishRedo()
        {
            using var timer = _context.Profile.Time(Activity.WaitingForRedo);
            return _redo.Finish();
        }

        private BackupResult Publish(BackupPoint point, Lsn end)
        {
            var writer = new ManifestWriter(_context, _facts, _session.Version);
            var manifest = writer.Make(new BackupOutcome(
                _operation._startedAt,
                point,
                _redo.Checkpoint,
                _redo.LatestCheckpoint(),
                end,
                _redo.Header.Format,
                _steps.ToManifest(_context.Time.GetUtcNow()),
                _timeline.ToManifest(),
                _tree.Listing.Databases));
            _operation.Progress.Phase = "syncing";
            using (_context.Profile.Time(Activity.Syncing))
            {
                _target.Sync();
            }

            writer.Publish(manifest, _session);
            _target.Complete();
            return new BackupResult(manifest, _target.Name, Stopwatch.GetElapsedTime(_operation._started));
        }

        // Damage in a file that no table has is found while it is known which tables there were: such files are left out.
        private bool LeavesUnread(CopiedFile file) => _context.Options.Verify == VerificationTime.Later
            && _context.Increment is null
            && file.Role != ManifestFileRole.Metadata
            && (_knownTables is null || !StrayTablespaces.MayBeStray(file, _knownTables));

        // Nothing is held any more, so it may take as long as the data are large.
        private void ReadClones(Lsn end)
        {
            if (_context.Scope.ReadsClonesLater && _target is DirectoryTarget directory)
            {
                _operation.Progress.Phase = "verifying";
                new CloneReader(_context, directory, end).Run(LeavesUnread);
                DropDamaged();
                ThrowIfDamaged();
            }
        }
    }
}
