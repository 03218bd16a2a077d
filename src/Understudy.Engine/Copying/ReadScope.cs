using Understudy.Formats.Manifest;

namespace Understudy.Engine.Copying;

/// <summary>What all reading of one operation shares.</summary>
/// <param name="Throttle">The limit of the reading rate.</param>
/// <param name="Progress">Counts what was done.</param>
/// <param name="Cancellation">Ends the operation.</param>
internal record ReadScope(Throttle Throttle, OperationProgress Progress, CancellationToken Cancellation)
{
    /// <summary>By which hashes files are described that are copied or read.</summary>
    internal HashKind HashKind { get; init; }

    /// <summary>Waits until so many bytes may be read.</summary>
    internal void AwaitTurn(int bytes)
    {
        using var timer = Progress.Profile.Time(Activity.Throttled);
        Throttle.Take(bytes, Cancellation);
    }
}
