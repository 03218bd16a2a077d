using Understudy.Storage;

namespace Understudy.Engine.Copying;

/// <summary>What all copying of one operation shares.</summary>
/// <param name="Target">Where files go.</param>
/// <param name="Throttle">The limit of the reading rate.</param>
/// <param name="Progress">Counts what was done.</param>
/// <param name="SyncBigFiles">Make big files durable as they are finished, so that the sync at the end is short.</param>
/// <param name="Cancellation">Ends the operation.</param>
internal sealed record CopyScope(
    IBackupTarget Target, Throttle Throttle, OperationProgress Progress, bool SyncBigFiles, CancellationToken Cancellation)
    : ReadScope(Throttle, Progress, Cancellation)
{
    /// <summary>How files get to the target.</summary>
    internal CopyMethod Method { get; init; }

    /// <summary>Whether clones that are made by a copier that knows of it are left unread; somebody reads and hashes them later.</summary>
    internal bool ReadsClonesLater { get; init; }
}
