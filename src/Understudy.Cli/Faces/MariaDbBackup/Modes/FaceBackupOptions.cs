using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Engine.Backup;
using Understudy.Formats.BackupInfo;
using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary>Makes the options of a backup from a command line.</summary>
internal static class FaceBackupOptions
{
    internal static BackupOptions Make(FaceRun run)
    {
        var values = run.Values;
        var connection = FaceConnection.Make(values);
        var stream = IsStream(values.Text("stream"));
        return new BackupOptions
        {
            Connection = connection,
            TargetDirectory = stream ? "" : TargetDirectory(values, connection),
            Stream = stream,
            IncrementalBase = FaceIncrement.StartsFromDirectory(values) ? Path.GetFullPath(values.Text("incremental-basedir")!) : null,
            IncrementalLsn = FaceIncrement.FindLsn(values, connection),
            Compression = FaceCompression.Make(values),
            Parallel = FaceCompression.Threads(values),
            LockWaitTimeout = BackupMode.LockWait(values),
            ThrottleBytesPerSecond = BackupMode.ThrottleRate(values),
            AllowDamagedPages = values.IsOn("log-innodb-page-corruption"),
            ReplicaInfo = values.IsOn("slave-info"),
            Selection = FaceSelection.Make(values),
            Stages = values.IsOn("no-lock") ? StageMode.NoLock : StageMode.Efficient,
            LockDdlPerTable = values.IsOn("lock-ddl-per-table"),
            PauseReplica = values.IsOn("safe-slave-backup"),
            PauseReplicaTimeout = TimeSpan.FromSeconds(values.Number("safe-slave-backup-timeout")),
            QueryWait = new QueryWaitOptions { Timeout = TimeSpan.FromSeconds(values.Number("startup-wait-timeout")), Threshold = TimeSpan.Zero },
            CommandLine = FaceConnection.WithoutPasswords(run.Invocation.Arguments),
            DropIn = new DropInOptions
            {
                ToolName = run.Invocation.ProgramName,
                ExtraMetadataDirectory = values.Text("extra-lsndir") is { Length: > 0 } extra ? Path.GetFullPath(extra) : null,
                HistoryName = values.IsGiven("history") ? values.Text("history") ?? "" : null,
                BinlogInfo = values.Text("binlog-info") != "off",
                GaleraInfo = values.IsOn("galera-info"),
                CheckPrivileges = values.IsOn("check-privileges"),
                CheckpointFirst = values.IsOn("innodb-log-checkpoint-now"),
                ExtendedValidation = values.IsOn("extended-validation"),
                RocksDb = values.IsOn("rocksdb-backup"),
            },
        };
    }

    private static bool IsStream(string? format) => format?.ToUpperInvariant() switch
    {
        null => false,
        "XBSTREAM" or "MBSTREAM" => true,
        _ => throw new FaceException(FaceExit.Failed, $"Invalid --stream argument: {format}") { IsLogged = true },
    };

    // Without a name the server's release decides, as the stock tool of that release would.
    private static string TargetDirectory(FaceValues values, ConnectionOptions connection)
    {
        if (values.Text("target-dir") is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        using var session = ServerSession.Connect(connection);
        return Path.GetFullPath(MetadataFileNames.ForServer(session.Version.Major, session.Version.Minor).DefaultDirectory);
    }
}
