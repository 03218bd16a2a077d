using Understudy.Server;

namespace Understudy.Engine.Snapshot;

/// <summary>What the server said of the moment of a snapshot.</summary>
/// <param name="Point">Its positions.</param>
/// <param name="Open">The tables that were open although FLUSH had closed all that were not in use; read only where running statements are not waited for.</param>
internal sealed record SnapshotMoment(BackupPoint Point, IReadOnlyList<OpenTable> Open);
