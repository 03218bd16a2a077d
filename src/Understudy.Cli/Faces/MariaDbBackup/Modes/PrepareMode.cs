using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Engine;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--prepare</c>.</summary>
internal static class PrepareMode
{
    internal static void Run(FaceRun run)
    {
        var directory = FaceDirectories.OfExisting(run.Values);
        if (!Directory.Exists(directory))
        {
            throw new FailureException(FailureKind.BackupMissing, $"{run.Invocation.ProgramName}: Can't change dir to '{directory}/'");
        }

        if (!File.Exists(Path.Combine(directory, MetadataFileNames.BackupMyCnf)) && run.Values.DefaultsFile is null)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"Can't open {MetadataFileNames.BackupMyCnf} for reading",
                $"{directory} holds no backup, or a compressed one that must be decompressed first");
        }

        if (run.Values.Number("innodb-force-recovery") is > 0 and var level)
        {
            run.Log.Line($"innodb_force_recovery = {Math.Min(level, 1)}");
            run.Log.Line("WARNING: innodb_force_recovery changes nothing here: a page that cannot be rolled forward is an error");
        }

        var memory = run.Values.IsGiven("use-memory") ? (long?)Math.Clamp((long)Math.Min(run.Values.Number("use-memory"), long.MaxValue), PrepareOptions.UseMemoryMin, long.MaxValue) : null;
        run.Log.Line($"cd to {directory}/");
        var increment = run.Values.Text("incremental-dir") is { Length: > 0 } named ? Path.GetFullPath(named) : null;
        if (increment is not null)
        {
            run.Log.Line($"incremental backup in '{increment}/' is applied");
        }

        var result = PrepareOperation.Run(
            new PrepareOptions
            {
                Directory = directory,
                IncrementalDirectory = increment,
                PreparesBase = false,
                Export = run.Values.IsOn("export"),
                UseMemoryBytes = memory,
                KeyFile = run.Values.ServerSetting("file_key_management_filename"),
                KeyFilePassword = run.Values.ServerSetting("file_key_management_filekey"),
            },
            new OperationProgress(),
            run.Cancellation);
        foreach (var warning in result.Warnings)
        {
            run.Log.Line("WARNING: " + warning);
        }

        if (result.ExportedTables is { } tables)
        {
            run.Log.Line($"Exported {tables} tables");
        }

        run.Log.Line(result.WasPrepared
            ? "This target seems to be already prepared."
            : $"Redo log applied from LSN {result.Start} to {result.End}: {result.PagesChanged} pages in {result.FilesChanged} files");
        TellBinlogPosition(run, Path.Combine(directory, MetadataFileNames.BinlogPosInnodb));
        if (result.GaleraPosition is { } galera)
        {
            run.Log.Line($"{run.Invocation.ProgramName}: Recovered WSREP position: {galera.ClusterUuid}:{galera.SequenceNumber} domain_id: {galera.GtidDomain}");
        }

        if (File.Exists(Path.Combine(directory, MetadataFileNames.CorruptedPages)))
        {
            throw new FaceException(
                FaceExit.Failed,
                $"Error: {MetadataFileNames.CorruptedPages} lists pages that were damaged when the backup was taken, and still may be: the backup is rolled forward but not whole")
            { IsLogged = true };
        }
    }

    private static void TellBinlogPosition(FaceRun run, string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).TrimEnd('\n').Split('\t') is [{ Length: > 0 } name, var position])
        {
            run.Log.Line($"Last binlog file {name}, position {position}");
        }
    }
}
