namespace Understudy.Engine.Snapshot;

/// <summary>What was found in a snapshot.</summary>
/// <param name="Databases">The database directories.</param>
/// <param name="HasDoubts">Whether there are tables that may have been written just then.</param>
internal sealed record SnapshotTaken(IReadOnlyList<string> Databases, bool HasDoubts);
