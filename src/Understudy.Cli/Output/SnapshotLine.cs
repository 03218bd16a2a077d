using Understudy.Engine.Snapshot;

namespace Understudy.Cli.Output;

/// <summary>A snapshot that <c>understudy snapshot</c> lists or has deleted, as a JSON line.</summary>
internal sealed record SnapshotLine(
    string Name,
    DateTimeOffset TakenAt,
    string Provider,
    string Source,
    string TargetDirectory,
    string BackupDirectory,
    bool FlushOnly,
    double CommitsBlockedSeconds)
{
    internal static SnapshotLine Of(SnapshotRecord record) => new(
        record.Name,
        record.TakenAt,
        record.Volume.Provider.ToString().ToLowerInvariant(),
        record.Volume.Source,
        record.TargetDirectory,
        record.BackupDirectory,
        record.FlushOnly,
        record.CommitsBlockedSeconds);
}
