using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Server;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Backup.RocksDb;

/// <summary>
/// MyRocks' part of a backup. Under BLOCK_COMMIT the server makes a checkpoint, a directory of hard links to files that never change;
/// it is copied after END and then removed, whatever happens.
/// </summary>
/// <param name="context">The backup.</param>
/// <param name="session">A connection; it must stay open until the checkpoint is removed.</param>
internal sealed class RocksDbCheckpoint(BackupContext context, ServerSession session) : IDisposable
{
    // The server removes a checkpoint of this name, and only this one, on request; other tools take the same lock.
    private const string CheckpointName = "mariabackup-checkpoint";
    private const string LockName = "mariabackup_rocksdb_checkpoint";
    private const string DirectoryInBackup = "#rocksdb";

    private readonly string _directory = Path.Combine(
        context.Layout.RocksDbDirectory ?? throw new InvalidOperationException("MyRocks is not active"), CheckpointName);

    private CheckpointGuard? _guard;

    /// <summary>Takes the lock that keeps other tools away and removes what an earlier run left behind.</summary>
    internal void Prepare()
    {
        var seconds = (long)context.Options.LockWaitTimeout.TotalSeconds;
        if (session.QueryScalar($"SELECT GET_LOCK('{LockName}', {seconds})") != "1")
        {
            throw new FailureException(
                FailureKind.LockNotAvailable,
                $"another backup is using the MyRocks checkpoint (user lock '{LockName}')",
                "wait for the other backup to end, or raise --lock-wait-timeout");
        }

        // Started now, since starting a process takes longer than anything else that is done while commits are blocked.
        _guard = new CheckpointGuard(_directory, context.Options.LockWaitTimeout);
        if (Directory.Exists(_directory))
        {
            context.Warn($"removing the MyRocks checkpoint {_directory}, which an earlier backup left behind");
            RemoveCheckpoint();
        }
    }

    /// <summary>Makes the checkpoint. To be called while commits are blocked.</summary>
    internal void Create()
    {
        var serverPath = Path.Combine(context.Variables.RocksDbDataDirectory!, CheckpointName);
        _guard?.NoteCreating();
        session.Execute($"SET GLOBAL rocksdb_create_checkpoint = {ServerSession.QuoteText(serverPath)}");
        _guard?.NoteCreated();
    }

    /// <summary>Copies the checkpoint into the backup and removes it.</summary>
    internal void CopyAndRemove()
    {
        context.Scope.Target.CreateDirectory(DirectoryInBackup);
        var files = new DirectoryInfo(_directory).GetFiles().OrderByDescending(file => file.Length).ToArray();
        context.Scope.Progress.AddTotal(files.Sum(file => file.Length));
        context.Pool.Run([.. files.Select(file => (Action<CopyWorker>)(worker => Take(file, worker)))], context.Cancellation);
        Remove();
    }

    public void Dispose()
    {
        if (_guard is null)
        {
            return;
        }

        try
        {
            Remove();
        }
        catch (ServerException e)
        {
            // The guard removes it as soon as this program has ended.
            context.Events.Warning($"the MyRocks checkpoint {_directory} could not be removed yet: {e.Message}");
        }

        _guard?.Dispose();
    }

    private void Take(FileInfo file, CopyWorker worker)
    {
        var path = $"{DirectoryInBackup}/{file.Name}";
        var target = context.Scope.Target;
        if (file.Extension == ".sst" && target.TryLink(file.FullName, path))
        {
            FileStatus.TryRead(file.FullName, out var status);
            Register(file, path, status, status.SizeBytes, FileHash.Of(file.FullName, context.Scope.HashKind, worker));
            context.Scope.Progress.AddBytes(status.SizeBytes);
            return;
        }

        var source = PosixFile.OpenRead(file.FullName, file.Length >= FileTransfer.DirectBytesMin, out var isDirect);
        using var transfer = new FileTransfer(source, isDirect, file.FullName, path, context.Scope, _ => null);
        for (var range = 0; range < transfer.RangeCount; range++)
        {
            transfer.CopyRange(range, worker);
        }

        var (size, hashes) = transfer.Finish();
        Register(file, path, transfer.Status, size, hashes, transfer.Stored);
    }

    private void Register(FileInfo file, string path, FileStatus status, long size, string[] hashes, CompressedForm? stored = null)
    {
        context.Scope.Progress.AddFile();
        context.Catalog.Set(new CopiedFile
        {
            Path = path,
            SourcePath = file.FullName,
            SizeBytes = size,
            Hashes = hashes,
            Stored = stored,
            Role = ManifestFileRole.RocksDb,
            Engine = EngineNames.RocksDb,
            ExternalPath = context.Layout.ExternalPathOf(Path.Combine(context.Layout.RocksDbDirectory!, file.Name), path),
            Status = status,
        });
    }

    private void RemoveCheckpoint() => session.Execute("SET GLOBAL rocksdb_remove_mariabackup_checkpoint = ON");

    private void Remove()
    {
        if (Directory.Exists(_directory))
        {
            RemoveCheckpoint();
        }

        _guard?.Release();
        _guard?.Dispose();
        _guard = null;
    }
}
