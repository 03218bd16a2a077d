using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Engine;
using Understudy.Engine.Restore.CopyBack;
using Understudy.Formats.BackupInfo;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--copy-back</c> and <c>--move-back</c>.</summary>
internal static class CopyBackMode
{
    private const string DefaultDataDirectory = "/var/lib/mysql";

    internal static void Run(FaceRun run)
    {
        var values = run.Values;
        var directory = FaceDirectories.OfExisting(values);
        if (System.IO.Directory.Exists(directory))
        {
            WarnIfNotPrepared(run, directory);
        }

        var move = values.IsOn("move-back");
        var result = new CopyBackOperation(
            new CopyBackOptions
            {
                BackupDirectory = directory,
                DataDirectory = Path.GetFullPath(values.Text("datadir") is { Length: > 0 } named ? named : DefaultDataDirectory),
                Move = move,
                IntoUsedDirectories = values.IsOn("force-non-empty-directories"),
                DataHomeDirectory = values.Text("innodb-data-home-dir"),
                DataFilePath = values.Text("innodb-data-file-path"),
                RedoLogDirectory = Directory(values, "innodb-log-group-home-dir"),
                UndoDirectory = Directory(values, "innodb-undo-directory"),
                AriaLogDirectory = Directory(values, "aria-log-dir-path"),
                RocksDbDirectory = Directory(values, "rocksdb-datadir"),
                BufferPoolFile = values.Text("innodb-buffer-pool-filename"),
                Parallel = (int)values.Number("parallel"),
            },
            new OperationProgress(),
            message => run.Log.Line("WARNING: " + message)).Run(run.Cancellation);
        run.Log.Line(
            $"{(move ? "Moved" : "Copied")} {result.Files} files to {result.DataDirectory}/"
            + (result.Verified ? ", each compared with the hashes of the backup" : ""));
    }

    private static string? Directory(FaceValues values, string name) => values.Text(name) is { Length: > 0 } directory ? directory : null;

    // As mariadb-backup does, but not silently: a server's crash recovery may take such a directory, or not.
    private static void WarnIfNotPrepared(FaceRun run, string directory)
    {
        foreach (var path in MetadataFileNames.NewestFirst.Select(names => Path.Combine(directory, names.Checkpoints)).Where(File.Exists))
        {
            if (BackupCheckpoints.TryParse(File.ReadAllText(path), out var checkpoints, out _) && checkpoints.Type == BackupType.LogApplied)
            {
                return;
            }
        }

        run.Log.Line($"WARNING: {directory} IS NOT A PREPARED BACKUP. It is put in place as it is; run --prepare on it before a server is started on it");
    }
}
