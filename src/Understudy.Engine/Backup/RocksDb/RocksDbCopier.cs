using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Backup.RocksDb;

/// <summary>Copies MyRocks' checkpoint into a backup.</summary>
/// <param name="context">The backup.</param>
/// <param name="checkpoint">The checkpoint's directory.</param>
internal sealed class RocksDbCopier(BackupContext context, string checkpoint)
{
    private const string DirectoryInBackup = "#rocksdb";

    /// <summary>Copies it; nothing need be blocked.</summary>
    internal void Run()
    {
        context.Scope.Target.CreateDirectory(DirectoryInBackup);
        var files = new DirectoryInfo(checkpoint).GetFiles().OrderByDescending(file => file.Length).ToArray();
        context.Scope.Progress.AddTotal(files.Sum(file => file.Length));
        context.Pool.Run([.. files.Select(file => (Action<CopyWorker>)(worker => Take(file, worker)))], context.Cancellation);
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

        using var transfer = new FileTransfer(CacheNeutralFile.Open(file.FullName, file.Length), path, context.Scope, _ => null);
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
}
