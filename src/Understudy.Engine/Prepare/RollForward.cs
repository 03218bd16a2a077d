using System.Diagnostics;
using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.RedoLog.Records;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare;

/// <summary>Applies a redo log to a set of InnoDB files: the one engine behind prepare and restore.</summary>
/// <param name="request">What to do.</param>
/// <param name="progress">Is kept up to date.</param>
/// <param name="cancellation">Ends it between pages.</param>
internal sealed class RollForward(RollForwardRequest request, OperationProgress progress, CancellationToken cancellation)
{
    private const int SingleSyncsMax = 16;

    private readonly List<KeyValuePair<string, double>> _seconds = [];

    /// <summary>The files, as soon as they are known; also when it fails.</summary>
    internal TablespaceCatalog? Catalog { get; private set; }

    /// <summary>Does it. When it returns everything is durable if that was asked for; the log itself was not touched.</summary>
    internal RollForwardOutcome Run()
    {
        var memory = PrepareMemory.Share(request.UseMemoryBytes, request.Parallel ?? Environment.ProcessorCount);
        using var source = RedoLogSource.Open(request.LogPath, request.LogEnd);
        using var cipher = source.IsEncrypted ? RedoLogCipher.Create(source.Header, request.Keys) : null;
        using var scanner = new LogScanner(source, cipher, new SpaceTable(request.AppliesFrom), progress, cancellation);
        var logBytes = (long)source.Geometry.Capacity;
        using var batch = new RecordBatch(memory.BatchBytes);
        Lsn next = default;
        progress.AddTotal(logBytes);
        Phase("reading log", () => next = scanner.ScanAll(batch));
        RequireEnd(scanner);
        progress.AddTotal((long)(scanner.End - source.Checkpoint.Checkpoint) - logBytes);

        var catalog = TablespaceCatalog.Make(request.Files(scanner.Spaces), scanner.Spaces);
        Catalog = catalog;
        foreach (var tablespace in catalog.All)
        {
            TablespaceSizes.Apply(tablespace, catalog.PageSizeBytes);
        }

        using var applier = new BatchApplier(
            catalog, scanner.Spaces, request.JournalDirectory, memory.Workers, memory.BufferBytes);
        var batches = ApplyAll(scanner, batch, next, applier, catalog);
        if (request.Syncs)
        {
            Phase("syncing", () => Sync(catalog, source));
        }

        applier.DeleteJournals();
        return new RollForwardOutcome(
            new PrepareResult
            {
                Start = source.Checkpoint.Checkpoint,
                End = scanner.End,
                UseMemoryBytes = memory.TotalBytes,
                Parallel = memory.Workers,
                Batches = batches,
                MiniTransactions = scanner.MiniTransactions,
                Records = scanner.Records,
                PagesChanged = applier.PagesChanged,
                PagesRead = applier.PagesRead,
                FilesChanged = catalog.All.Sum(t => t.Parts.Count(p => p.IsChanged)),
                TablespacesWithoutFile = catalog.WithoutFile,
                Warnings = catalog.Warnings,
                Seconds = _seconds,
            },
            catalog,
            source.Header);
    }

    private int ApplyAll(
        LogScanner scanner, RecordBatch batch, Lsn next, BatchApplier applier, TablespaceCatalog catalog)
    {
        var estimate = new WorkEstimate(progress, scanner.End - batch.Base);
        for (var batches = 1; ; batches++)
        {
            var isLast = next >= scanner.End;
            batch.Seal();
            var tasks = applier.Plan(batch);
            var name = estimate.Next(tasks, next - batch.Base);
            Phase("applying", name, () => applier.Run(
                new ApplyContext
                {
                    Batch = batch,
                    LateInitializations = isLast ? new Dictionary<ulong, ulong>() : scanner.LateInitializations,
                    Keys = request.Keys,
                    Progress = progress,
                    Cancellation = cancellation,
                    End = scanner.End,
                    ServerPageBytes = catalog.PageSizeBytes,
                },
                tasks));
            if (isLast)
            {
                return batches;
            }

            if (applier.AreJournalsLong)
            {
                Phase("syncing", () => Sync(catalog));
                applier.ResetJournals();
            }

            Phase("reading log", () => next = scanner.Fill(batch, next));
        }
    }

    // A file that is replaced is taken out of the page cache by whoever replaces it: here the processor has nothing else to do.
    private void Sync(TablespaceCatalog catalog, RedoLogSource source)
    {
        if (!request.IsLogReplaced)
        {
            Sync(catalog);
            return;
        }

        var dropping = new Thread(source.DropCache) { Name = "log forgetter", IsBackground = true };
        dropping.Start();
        try
        {
            Sync(catalog);
        }
        finally
        {
            dropping.Join();
        }
    }

    private void Sync(TablespaceCatalog catalog)
    {
        using var timer = progress.Profile.Time(Activity.Syncing);
        var changed = catalog.All.SelectMany(t => t.Parts).Where(p => p.IsChanged).ToList();
        var directories = changed.Select(p => Path.GetDirectoryName(p.Path)!).Distinct().ToList();
        if (changed.Count <= SingleSyncsMax)
        {
            changed.ForEach(part => part.Sync());
            directories.ForEach(PosixFile.SyncDirectory);
            return;
        }

        var devices = new HashSet<ulong>();
        foreach (var directory in directories)
        {
            if (FileStatus.TryRead(directory, out var status) && devices.Add(status.Device))
            {
                PosixFile.SyncFileSystem(directory);
            }
        }
    }

    private void RequireEnd(LogScanner scanner)
    {
        if (scanner.End < request.RequiredEnd)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{request.LogPath} ends at LSN {scanner.End} ({scanner.EndStatus}); the backup needs it up to LSN {request.RequiredEnd}",
                "the log is cut short or damaged: use another backup");
        }
    }

    private void Phase(string name, Action work) => Phase(name, name, work);

    private void Phase(string name, string shown, Action work)
    {
        progress.EnterPhase(name, shown);
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
