using Understudy.Engine.Prepare.Apply;
using Understudy.Engine.Prepare.Export;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Increment;
using Understudy.Engine.Prepare.Log;
using Understudy.Engine.Verify;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Rolls the InnoDB files of a directory forward to the end of its redo log, so that a server starts on them without crash
/// recovery. What was not committed stays in the files as it would after a crash: the server rolls it back when it starts.
/// </summary>
public sealed class PrepareOperation
{
    private readonly PrepareOptions _options;
    private readonly OperationProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _warnings = [];

    private PrepareOperation(PrepareOptions options, OperationProgress progress, CancellationToken cancellation)
    {
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Prepares a directory. Blocks until done.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Is kept up to date meanwhile.</param>
    /// <param name="cancellation">Ends the operation between pages; it can be run again if it is restartable.</param>
    /// <exception cref="FailureException">It cannot be done.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PrepareResult Run(PrepareOptions options, OperationProgress progress, CancellationToken cancellation)
    {
        options = options with { Directory = Path.GetFullPath(options.Directory) };
        var export = TableExport.Plan(options);
        var result = RollForwardOrMerge(options, progress, cancellation);
        if (export is null)
        {
            return result;
        }

        progress.Phase = "exporting";
        return result with { ExportedTables = export.Run(cancellation) };
    }

    private static PrepareResult RollForwardOrMerge(PrepareOptions options, OperationProgress progress, CancellationToken cancellation)
    {
        LateVerification.Run(options.Directory, options.Parallel ?? Environment.ProcessorCount, progress, cancellation);
        if (options.IncrementalDirectory is null)
        {
            return new PrepareOperation(options, progress, cancellation).Run();
        }

        ExportTable.RequireNone(options.Directory);
        if (options.PreparesBase
            && IncrementMarkFile.TryRead(options.Directory) is null
            && BackupMetadata.Read(options.Directory).Checkpoints is { Type: BackupType.Full } checkpoints)
        {
            IncrementChain.CheckLsns(
                options.Directory, checkpoints.To, IncrementDirectory.Read(Path.GetFullPath(options.IncrementalDirectory)));
            new PrepareOperation(options with { RequiredEnd = null }, progress, cancellation).Run();
        }

        return new IncrementPrepare(options, progress, cancellation).Run();
    }

    private PrepareResult Run()
    {
        try
        {
            return Prepare();
        }
        catch (DiskFullException e)
        {
            throw new FailureException(FailureKind.Failed, e.Message, "make room, and prepare again: it starts over", e);
        }
    }

    private PrepareResult Prepare()
    {
        var directory = _options.Directory;
        IncrementMarkFile.RequireNone(directory);
        BackupDecompression.Run(directory, _options.Parallel ?? Environment.ProcessorCount, _progress, _cancellation);
        var metadata = BackupMetadata.Read(directory);
        var manifest = ManifestUpdate.TryRead(directory);
        var promised = _options.RequiredEnd ?? manifest?.End ?? metadata.Checkpoints.Last ?? metadata.Checkpoints.To;
        if (metadata.Checkpoints.Type == BackupType.LogApplied)
        {
            if (manifest is { IsUnfinished: true })
            {
                manifest.FinishServerRun(_ => true, [MetadataFileNames.BinlogPosInnodb, .. GaleraPosition.FileNames]);
            }

            return new PrepareResult { WasPrepared = true, Start = promised, End = promised };
        }

        if (metadata.Checkpoints.Type == BackupType.Incremental)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"{directory} holds an incremental backup, which cannot be prepared by itself",
                "prepare its full backup with it");
        }

        manifest?.Begin();
        Tidy(directory);
        var keys = EncryptionKeyFile.Load(
            metadata.Setting, _options.KeyFile, _options.KeyFilePassword, _options.EncryptionMode);
        var request = new RollForwardRequest
        {
            LogPath = Path.Combine(directory, RedoLogSource.FileName),
            RequiredEnd = promised,
            Files = _ => BackupFiles.Find(directory, metadata),
            Keys = keys,
            UseMemoryBytes = _options.UseMemoryBytes,
            Parallel = _options.Parallel,
            JournalDirectory = _options.IsRestartable ? directory : null,
            IsLogReplaced = true,
        };
        var outcome = new RollForward(request, _progress, _cancellation).Run();
        _progress.Phase = "finishing";
        var segments = new RollbackSegments(outcome.Catalog, keys).ReadHeaders();
        BinlogPosition.Write(directory, segments);
        var galera = GaleraPosition.Write(directory, metadata.FileNames, segments);
        outcome.PublishLog(request.LogPath, metadata.ServerVersion);
        metadata.MarkPrepared();
        FinishManifest(directory, manifest, outcome.Catalog);
        return outcome.Result with
        {
            GaleraPosition = galera,
            Warnings = [.. _warnings, .. outcome.Result.Warnings, .. Lost(outcome.Result, manifest is not null || metadata.IsPartial)],
        };
    }

    // A manifest says which tables a backup has, and a backup of some tables has the log of all. The rest of a backup that has
    // lost a table is still worth having: mariadb-backup prepares it as well.
    private static IEnumerable<string> Lost(PrepareResult result, bool isKnown) =>
        isKnown
            ? []
            : result.TablespacesWithoutFile.Select(name =>
                $"{name} is lost: the log changes it and nothing drops it, but no file of the backup holds it");

    // Every file that an interrupted run may have changed is one that the log is about.
    private static void FinishManifest(string directory, ManifestUpdate? manifest, TablespaceCatalog catalog)
    {
        var changed = catalog.All.Where(t => t.State is not null).SelectMany(t => t.Parts.Select(p => (t, p)));
        var names = changed
            .Select(c => c.t.Parts.Count > 1 ? Path.GetFileName(c.p.Path) : c.t.Name)
            .ToHashSet();
        manifest?.Finish(names.Contains, [MetadataFileNames.BinlogPosInnodb, .. GaleraPosition.FilesIn(directory), .. names]);
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
}
