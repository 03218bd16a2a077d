using System.Text;
using Understudy.Engine.Backup;
using Understudy.Engine.Copying;
using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>
/// Merges an increment into a prepared backup and rolls that forward to the end of the increment's log. The increment is only
/// read. All of it is done in such a way that it can be killed at any moment and run again; until it is done the backup is marked
/// and lacks what any program needs to take it for one.
/// </summary>
internal sealed class IncrementPrepare
{
    private readonly PrepareOptions _options;
    private readonly string _directory;
    private readonly IncrementDirectory _increment;
    private readonly OperationProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _warnings = [];
    private readonly EncryptionKeys _keys;
    private readonly IncrementMark _mark;
    private readonly bool _isResumed;
    private readonly BackupManifest? _before;

    internal IncrementPrepare(PrepareOptions options, OperationProgress progress, CancellationToken cancellation)
    {
        _options = options;
        _directory = options.Directory;
        _progress = progress;
        _cancellation = cancellation;
        progress.Phase = "checking";
        _increment = IncrementDirectory.Read(Path.GetFullPath(options.IncrementalDirectory!));
        _keys = EncryptionKeyFile.Load(_increment.Metadata.Setting, options.KeyFile, options.KeyFilePassword, options.EncryptionMode);
        if (IncrementMarkFile.TryRead(_directory) is { } mark)
        {
            IncrementChain.Check(_directory, mark, _increment);
            _mark = mark;
            _isResumed = true;
            return;
        }

        var metadata = BackupMetadata.Read(_directory);
        _before = ReadManifest(metadata);
        IncrementChain.Check(_directory, metadata, _before, _increment, _keys);
        _mark = new IncrementMark
        {
            BaseFromLsn = metadata.Checkpoints.From.Value,
            BaseToLsn = metadata.Checkpoints.To.Value,
            IncrementToLsn = _increment.Metadata.Checkpoints.To.Value,
            IncrementEndLsn = _increment.End.Value,
            IncrementId = _increment.Manifest?.Id,
            Increment = _increment.Path,
        };
    }

    internal PrepareResult Run()
    {
        using var pool = new WorkerPool(_options.Parallel ?? Environment.ProcessorCount);
        IncrementCheck.Run(_increment, pool, _progress, _cancellation);
        var merge = new TablespaceMerge(_directory, _increment, _progress, _cancellation);
        var outcome = new RollForward(
            new RollForwardRequest
            {
                LogPath = Path.Combine(_increment.Path, RedoLogSource.FileName),
                RequiredEnd = _options.RequiredEnd ?? _increment.End,
                Files = _ =>
                {
                    // The log of the increment was read to its end and is good: from here on the backup is changed.
                    Begin();
                    TestPause.At("increment-begun", _cancellation);
                    _progress.Phase = "merging";
                    merge.Run(pool);
                    TestPause.At("increment-merged", _cancellation);
                    return BackupFiles.Find(_directory, _increment.Metadata);
                },
                Keys = _keys,
                UseMemoryBytes = _options.UseMemoryBytes,
                Parallel = _options.Parallel,
                JournalDirectory = _options.IsRestartable ? _directory : null,
            },
            _progress,
            _cancellation).Run();
        TestPause.At("increment-rolled", _cancellation);
        _progress.Phase = "other engines";
        OtherFiles.Replace(_directory, _increment, pool, _progress, _cancellation);
        TestPause.At("increment-replaced", _cancellation);
        _progress.Phase = "finishing";
        var segments = new RollbackSegments(outcome.Catalog, _keys).ReadHeaders();
        BinlogPosition.Write(_directory, segments);
        var galera = GaleraPosition.IsThere(_directory, _increment.Metadata.FileNames)
            ? null // what the increment says stays, as mariadb-backup leaves it
            : GaleraPosition.Write(_directory, _increment.Metadata.FileNames, segments);
        outcome.PublishLog(Path.Combine(_directory, RedoLogSource.FileName), _increment.Metadata.ServerVersion);
        WriteCheckpoints();
        WriteManifest(merge, outcome.Catalog, pool);
        TestPause.At("increment-written", _cancellation);
        IncrementMarkFile.Delete(_directory);
        return outcome.Result with
        {
            GaleraPosition = galera,
            FilesMerged = merge.Changed.Count,
            Warnings = [.. _warnings, .. outcome.Result.Warnings],
        };
    }

    // A manifest that the stock tool left behind when it prepared the backup does not tell what is there now.
    private BackupManifest? ReadManifest(BackupMetadata metadata) =>
        File.Exists(Path.Combine(_directory, ManifestDocument.FileName))
        && BackupDirectory.Open(_directory).Manifest is { Prepared: true } manifest
        && manifest.InnoDb.LastCheckpointLsn == metadata.Checkpoints.To.Value
            ? manifest
            : null;

    private void Begin()
    {
        IncrementMarkFile.Write(_directory, _mark);
        foreach (var name in MetadataFileNames.NewestFirst.Select(names => names.Checkpoints)
            .Append(ManifestDocument.FileName).Append(RedoLogSource.FileName))
        {
            File.Delete(Path.Combine(_directory, name));
        }

        PosixFile.SyncDirectory(_directory);
        JournalRecovery.Run(_directory);
        if (_isResumed)
        {
            _warnings.Add("the merging of this increment was interrupted before; it was done again from its beginning");
        }
    }

    private void WriteCheckpoints()
    {
        var checkpoints = _increment.Metadata.Checkpoints with { Type = BackupType.LogApplied, From = new Lsn(_mark.BaseFromLsn) };
        DurableFile.Publish(
            Path.Combine(_directory, _increment.Metadata.CheckpointsName), Encoding.ASCII.GetBytes(checkpoints.ToText()));
    }

    private void WriteManifest(TablespaceMerge merge, TablespaceCatalog catalog, WorkerPool pool)
    {
        var rolled = catalog.All
            .Where(tablespace => tablespace.State is not null)
            .SelectMany(tablespace => tablespace.Parts)
            .Select(part => Path.GetRelativePath(_directory, part.Path))
            .ToList();
        new IncrementManifest(_directory, _increment, _isResumed ? null : _before)
            .Write(merge.Changed.Concat(rolled).ToHashSet(StringComparer.Ordinal), rolled, pool, _cancellation);
    }
}
