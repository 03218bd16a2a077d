using System.Diagnostics;
using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Rolls the InnoDB files of a directory forward to the end of its redo log, so that a server starts on them without crash
/// recovery. What was not committed stays in the files as it would after a crash: the server rolls it back when it starts.
/// </summary>
public sealed class PrepareOperation
{
    private readonly PrepareOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _warnings = [];
    private readonly List<KeyValuePair<string, double>> _seconds = [];

    private PrepareOperation(PrepareOptions options, PrepareProgress progress, CancellationToken cancellation)
    {
        _options = options;
        Progress = progress;
        _cancellation = cancellation;
    }

    private PrepareProgress Progress { get; }

    /// <summary>Prepares a directory. Blocks until done.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is kept up to date meanwhile.</param>
    /// <param name="cancellation">Ends the operation between pages; it can be run again if it is restartable.</param>
    /// <exception cref="FailureException">It cannot be done.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PrepareResult Run(PrepareOptions options, PrepareProgress progress, CancellationToken cancellation) =>
        new PrepareOperation(options, progress, cancellation).Run();

    private PrepareResult Run()
    {
        var directory = _options.Directory;
        var metadata = BackupMetadata.Read(directory);
        var promised = _options.RequiredEnd ?? metadata.Checkpoints.Last ?? metadata.Checkpoints.To;
        if (metadata.Checkpoints.Type == BackupType.LogApplied)
        {
            return new PrepareResult { WasPrepared = true, Start = promised, End = promised };
        }

        if (metadata.Checkpoints.Type == BackupType.Incremental)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{directory} holds an incremental backup, which cannot be prepared by itself",
                "prepare its full backup with it");
        }

        var parallel = _options.Parallel ?? Environment.ProcessorCount;
        var memory = PrepareMemory.Share(_options.UseMemoryBytes, parallel);
        var keys = KeyLoader.Load(_options, metadata);
        Phase("files", () => Tidy(directory));

        using var source = RedoLogSource.Open(Path.Combine(directory, RedoLogSource.FileName));
        using var cipher = source.IsEncrypted ? RedoLogCipher.Create(source.Header, keys) : null;
        var scanner = new LogScanner(source, cipher, Progress, _cancellation);
        var logBytes = (long)Math.Min(source.Geometry.Capacity, long.MaxValue);
        using var batch = new RecordBatch(source, memory.BatchBytes, logBytes);
        Lsn next = default;
        Progress.Begin("reading log", logBytes);
        Phase("reading log", () => next = scanner.ScanAll(batch));
        RequireEnd(scanner, promised, source.Path);

        var catalog = TablespaceCatalog.Make(directory, metadata, scanner.Spaces);
        _warnings.AddRange(catalog.Warnings);
        foreach (var tablespace in catalog.All)
        {
            TablespaceSizes.Apply(tablespace, metadata.PageSizeBytes);
        }

        using var applier = new BatchApplier(
            catalog, scanner.Spaces, directory, parallel, memory.BufferBytes, _options.IsRestartable);
        var batches = ApplyAll(scanner, batch, next, applier, keys, metadata);
        Phase("finishing", () => new PrepareFinish(directory, metadata, catalog, source.Header, keys).Run(scanner.End, applier));
        return new PrepareResult
        {
            Start = source.Checkpoint.Checkpoint,
            End = scanner.End,
            UseMemoryBytes = memory.TotalBytes,
            Parallel = parallel,
            Batches = batches,
            MiniTransactions = scanner.Statistics.MiniTransactions,
            Records = scanner.Statistics.ToList(),
            PagesChanged = applier.PagesChanged,
            PagesRead = applier.PagesRead,
            FilesChanged = catalog.All.Sum(t => t.Parts.Count(p => p.IsChanged)),
            TablespacesWithoutFile = catalog.WithoutFile,
            Warnings = _warnings,
            Seconds = _seconds,
        };
    }

    private int ApplyAll(
        LogScanner scanner, RecordBatch batch, Lsn next, BatchApplier applier, EncryptionKeys keys, BackupMetadata metadata)
    {
        for (var batches = 1; ; batches++)
        {
            Progress.Begin($"applying batch {batches}", batch.PageCount);
            Phase("applying", () => applier.Run(new ApplyContext
            {
                Batch = batch,
                LateInitializations = next < scanner.End ? scanner.LateInitializations : new Dictionary<ulong, ulong>(),
                Keys = keys,
                Progress = Progress,
                Cancellation = _cancellation,
                End = scanner.End,
                ServerPageBytes = metadata.PageSizeBytes,
            }));
            if (next >= scanner.End)
            {
                return batches;
            }

            Phase("reading log", () => next = scanner.Fill(batch, next));
        }
    }

    private void Tidy(string directory)
    {
        if (JournalRecovery.Run(directory) is { } pages)
        {
            _warnings.Add($"an earlier prepare was interrupted; {pages} pages were put back and it starts over");
        }

        StockDdlFiles.Apply(directory);
        foreach (var name in (string[])["ib_logfile101", "ibtmp1"])
        {
            File.Delete(Path.Combine(directory, name));
        }
    }

    private static void RequireEnd(LogScanner scanner, Lsn promised, string path)
    {
        if (scanner.End < promised)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{path} ends at LSN {scanner.End} ({scanner.EndStatus}); the backup needs it up to LSN {promised}",
                "the log is cut short or damaged: use another backup");
        }
    }

    private void Phase(string name, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var index = _seconds.FindIndex(p => p.Key == name);
        if (index < 0)
        {
            _seconds.Add(new KeyValuePair<string, double>(name, seconds));
        }
        else
        {
            _seconds[index] = new KeyValuePair<string, double>(name, _seconds[index].Value + seconds);
        }
    }
}
