using System.Collections.Concurrent;
using System.Diagnostics;
using Understudy.Engine.Chains;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Verify;

/// <summary>
/// Reads backups, and tells whether every file is what was backed up. Nothing is changed but the manifest of a backup with files that
/// were not verified when it was taken: they are verified now, and it is recorded.
/// </summary>
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
        var backups = options.Directories.Select(VerificationRecord.Open).ToArray();
        Array.ForEach(backups, record => record.Backup.CheckFiles());

        progress.Phase = "verifying";
        var scope = new ReadScope(new Throttle(options.ThrottleBytesPerSecond), progress, cancellation);
        var files = backups
            .SelectMany(record => record.Backup.Manifest.Files.Select(file => (Record: record, File: file)))
            .Where(entry => entry.File.Unverified || !options.UnverifiedOnly)
            .OrderByDescending(entry => entry.File.Size)
            .ToArray();
        progress.AddTotal(files.Sum(entry => entry.File.Size));
        using (var pool = new WorkerPool(options.Parallel, progress.Profile))
        {
            pool.Run([.. files.SelectMany(entry => Jobs(entry.Record, entry.File, scope))], cancellation);
        }

        Array.ForEach(backups, record => record.Write());

        return new VerifyResult(
            files.Length,
            progress.BytesDone,
            Stopwatch.GetElapsedTime(started),
            [.. _damaged.Values.OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. backups.SelectMany(record => record.Backup.Manifest.DamagedPages.Select(damage => Path.Combine(record.Backup.Path, damage.Path)))])
        {
            Recorded = backups.Sum(record => record.Recorded),
            NotRecorded = [.. backups.Select(record => record.WhyNot).OfType<string>()],
        };
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

    private IEnumerable<Action<CopyWorker>> Jobs(VerificationRecord record, ManifestFile file, ReadScope scope)
    {
        var path = record.Backup.PathOf(file);
        var jobs = file.Compression is null ? Read(path, file, record.Files, scope) : [worker => Decompress(path, file, scope, worker)];
        return jobs.Select(job => (Action<CopyWorker>)(worker =>
        {
            try
            {
                job(worker);
            }
            catch (Exception e) when (e is (IOException and not FileAccessException) or FailureException { Kind: FailureKind.Damaged })
            {
                worker.HasherOf(file.HashKind).Finish(); // what it has is of a file that is given up
                _damaged.GetOrAdd(path, _ => new DamagedFile(
                    path, e.Message, file.Unverified ? record.Files.DamagedPagesOf(file) : FindPages(file, path, scope)));
            }
        }));
    }

    private IEnumerable<Action<CopyWorker>> Read(string path, ManifestFile file, UnverifiedFiles unverified, ReadScope scope) => new PlacedFile(
        path, file.Size, scope with { HashKind = file.HashKind }, () => OpenPlacedFile.Open(path, file.Size, unverified.CheckOf(file)), hashes =>
        {
            progress.AddFile();
            FileDecompression.Verify(path, file, file.Size, hashes);
            if (!unverified.TryAccept(file, hashes))
            {
                throw new FailureException(FailureKind.Damaged, UnverifiedFiles.Reason(path));
            }
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
