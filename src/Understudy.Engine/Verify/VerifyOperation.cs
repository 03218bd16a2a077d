using System.Collections.Concurrent;
using System.Diagnostics;
using Understudy.Engine.Chains;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Verify;

/// <summary>Reads backups, and tells whether every file is what was backed up. Nothing is changed.</summary>
/// <param name="options">What to read.</param>
/// <param name="progress">Counts what is done, to be shown while it runs.</param>
public sealed class VerifyOperation(VerifyOptions options, OperationProgress progress)
{
    private readonly ConcurrentDictionary<string, DamagedFile> _damaged = new(StringComparer.Ordinal);

    /// <summary>Verifies. Damage does not end it: it is in the result.</summary>
    /// <exception cref="FailureException">There is no complete backup, or the backups are no chain.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public VerifyResult Run(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        progress.Phase = "checking";
        CheckChain();
        var backups = options.Directories.Select(BackupDirectory.Open).ToArray();
        Array.ForEach(backups, backup => backup.CheckFiles());

        progress.Phase = "verifying";
        var scope = new ReadScope(new Throttle(options.ThrottleBytesPerSecond), progress, cancellation);
        var files = backups
            .SelectMany(backup => backup.Manifest.Files.Select(file => (Backup: backup, File: file)))
            .OrderByDescending(entry => entry.File.Size)
            .ToArray();
        progress.AddTotal(files.Sum(entry => entry.File.Size));
        using (var pool = new WorkerPool(options.Parallel, progress.Profile))
        {
            pool.Run([.. files.SelectMany(entry => Jobs(entry.Backup, entry.File, scope))], cancellation);
        }

        return new VerifyResult(
            files.Length,
            progress.BytesDone,
            Stopwatch.GetElapsedTime(started),
            [.. _damaged.Values.OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. backups.SelectMany(backup => backup.Manifest.DamagedPages.Select(damage => Path.Combine(backup.Path, damage.Path)))]);
    }

    private void CheckChain()
    {
        if (options.Directories.Count > 1 && BackupChain.Read(options.Directories).FirstOrDefault(link => link.Fault is not null) is { } broken)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{broken.Directory} does not continue the backup before it: {broken.Fault}",
                "name the full backup first, then its increments in their order");
        }
    }

    private IEnumerable<Action<CopyWorker>> Jobs(BackupDirectory backup, ManifestFile file, ReadScope scope)
    {
        var path = backup.PathOf(file);
        var jobs = file.Compression is null ? Read(path, file, scope) : [worker => Decompress(path, file, scope, worker)];
        return jobs.Select(job => (Action<CopyWorker>)(worker =>
        {
            try
            {
                job(worker);
            }
            catch (Exception e) when (e is (IOException and not FileAccessException) or FailureException { Kind: FailureKind.Damaged })
            {
                worker.HasherOf(file.HashKind).Finish(); // what it has is of a file that is given up
                _damaged.GetOrAdd(path, _ => new DamagedFile(path, e.Message, FindPages(file, path, scope)));
            }
        }));
    }

    private IEnumerable<Action<CopyWorker>> Read(string path, ManifestFile file, ReadScope scope) =>
        new PlacedFile(path, file.Size, scope with { HashKind = file.HashKind }, () => OpenPlacedFile.Open(path, file.Size, check: null), hashes =>
        {
            progress.AddFile();
            FileDecompression.Verify(path, file, file.Size, hashes);
        }).Jobs();

    private void Decompress(string path, ManifestFile file, ReadScope scope, CopyWorker worker)
    {
        using var nowhere = new DiscardedFile();
        progress.AddFile();
        FileDecompression.Run(path, file, nowhere, scope, worker);
    }

    private static IReadOnlyList<uint> FindPages(ManifestFile file, string path, ReadScope scope)
    {
        try
        {
            return DamagedPages.Find(file, path, scope);
        }
        catch (IOException)
        {
            return []; // it cannot be read: the message says so already
        }
    }
}
