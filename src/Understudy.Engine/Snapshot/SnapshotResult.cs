namespace Understudy.Engine.Snapshot;

/// <summary>A snapshot that was made.</summary>
/// <param name="Record">What is remembered of it.</param>
/// <param name="FilesCount">The files of the backup that it is.</param>
/// <param name="SizeBytes">Their length together.</param>
/// <param name="EndLsn">The end of its redo log.</param>
public sealed record SnapshotResult(SnapshotRecord Record, int FilesCount, long SizeBytes, ulong EndLsn)
{
    /// <summary>Whether tables in it may have been written just then; the manifest's warnings name them.</summary>
    public bool HasDoubts { get; init; }
}
