namespace Understudy.Engine.Snapshot;

/// <summary>What is kept of a snapshot, in <see cref="FileName"/> at its root: enough to list and delete it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TargetDirectory">Where it appears.</param>
/// <param name="BackupDirectory">The data directory in it, which is a backup: for show and restore.</param>
/// <param name="TakenAt">The moment whose state it holds.</param>
/// <param name="CommitsBlockedSeconds">How long commits waited for it.</param>
/// <param name="Volume">What it was made of.</param>
/// <param name="Command">The user's command, of the provider <c>exec</c>.</param>
public sealed record SnapshotRecord(
    string Name,
    string TargetDirectory,
    string BackupDirectory,
    DateTimeOffset TakenAt,
    double CommitsBlockedSeconds,
    SnapshotVolume Volume,
    string? Command)
{
    /// <summary>Whether only START and FLUSH were held, so that no commit waited.</summary>
    public bool FlushOnly { get; init; }

    /// <summary>The name of the file.</summary>
    public const string FileName = "understudy-snapshot.json";
}
