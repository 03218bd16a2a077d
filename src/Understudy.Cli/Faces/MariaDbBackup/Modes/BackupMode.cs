using System.Globalization;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Cli.Faces.MariaDbBackup.Output;
using Understudy.Engine;
using Understudy.Engine.Backup;
using Understudy.Formats;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--backup</c>.</summary>
internal static class BackupMode
{
    // A read of mariadb-backup is 64 pages; --throttle counts reads.
    private const long ThrottleBytes = 1 << 20;

    // What mariadb-backup sets lock_wait_timeout to when no time is named: a year.
    private static readonly TimeSpan WaitForever = TimeSpan.FromSeconds(31_536_000);

    internal static void Run(FaceRun run)
    {
        var options = FaceBackupOptions.Make(run);
        var connection = options.Connection;
        run.Log.Line(
            $"Connecting to MariaDB server host: {connection.Host ?? "localhost"}, user: {connection.User ?? "not set"}, "
            + $"password: {(connection.Password is null ? "not set" : "set")}, "
            + $"port: {(connection.Port == 0 ? "not set" : connection.Port.ToString(CultureInfo.InvariantCulture))}, "
            + $"socket: {connection.SocketPath ?? "not set"}");
        var result = Run(options, run);
        var manifest = result.Manifest;
        if (manifest.Increment is { } increment)
        {
            run.Log.Line($"mariabackup: incremental backup from {increment.FromLsn} is enabled.");
        }

        run.Log.Line($"mariabackup: The latest check point (for incremental): '{manifest.InnoDb.LastCheckpointLsn}'");
        run.Log.Line(options.Stream ? $"Backup written to {result.Target}" : $"Backup created in directory '{result.Target}/'");
        foreach (var line in PositionLines.Make(manifest.BackupPoint, options.ReplicaInfo))
        {
            run.Log.Line(line);
        }

        run.Log.Line($"Redo log (from LSN {manifest.InnoDb.CheckpointLsn} to {manifest.InnoDb.EndLsn}) was copied.");
        if (manifest.DamagedPages.Count > 0)
        {
            throw new FaceException(
                FaceExit.Failed,
                $"Error: pages of {manifest.DamagedPages.Count} files are damaged; innodb_corrupted_pages lists them. The backup is complete but for these pages")
            { IsLogged = true };
        }
    }

    private static BackupResult Run(BackupOptions options, FaceRun run)
    {
        try
        {
            return new BackupOperation(options, new OperationProgress(), new FaceEvents(run.Log)).Run(run.Cancellation);
        }
        catch (FailureException e) when (e.Kind == FailureKind.Damaged)
        {
            // Words that callers look for in the log.
            run.Log.Line("Database page corruption detected");
            throw;
        }
    }

    /// <summary>The time to wait for locks.</summary>
    internal static TimeSpan LockWait(FaceValues values) =>
        values.Number("startup-wait-timeout") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : WaitForever;

    /// <summary>The limit of the reading rate, in bytes a second.</summary>
    internal static long ThrottleRate(FaceValues values) => (long)values.Number("throttle") * ThrottleBytes;
}
