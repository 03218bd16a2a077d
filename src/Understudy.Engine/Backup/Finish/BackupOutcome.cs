using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Formats.RedoLog;
using Understudy.Server;

namespace Understudy.Engine.Backup.Finish;

/// <summary>What is known when everything is copied.</summary>
/// <param name="StartedAt">When the backup began.</param>
/// <param name="Point">The positions at the backup time.</param>
/// <param name="Checkpoint">The checkpoint from which the redo log was copied.</param>
/// <param name="LatestCheckpoint">The newest checkpoint of the server now.</param>
/// <param name="End">The end of the copied redo log.</param>
/// <param name="LogFormat">The format of the redo log.</param>
/// <param name="Stages">What happened in each stage.</param>
/// <param name="Timeline">What was measured meanwhile.</param>
/// <param name="Databases">The database directories.</param>
internal sealed record BackupOutcome(
    DateTimeOffset StartedAt,
    BackupPoint Point,
    RedoCheckpoint Checkpoint,
    Lsn LatestCheckpoint,
    Lsn End,
    RedoLogFormat LogFormat,
    IReadOnlyList<ManifestStage> Stages,
    ManifestTimeline Timeline,
    IReadOnlyList<string> Databases)
{
    /// <summary>
    /// From where an increment on this backup copies pages: the newest checkpoint, but before the last record of the log.
    /// mariadb-backup refuses to prepare a backup when its log ends with the record of a checkpoint that is older than this.
    /// </summary>
    internal Lsn LastCheckpoint => new(Math.Max(
        Checkpoint.Checkpoint.Value,
        Math.Min(LatestCheckpoint.Value, End.Value - (ulong)(PreparedRedoLog.CheckpointBytes + (LogFormat.IsEncrypted() ? MiniTransaction.NonceBytes : 0)))));
}
