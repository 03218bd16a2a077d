using System.Diagnostics;

namespace Understudy.Engine.Copying;

/// <summary>Holds copying threads back so that together they read no more than so many bytes a second.</summary>
/// <param name="bytesPerSecond">The limit; 0 means none.</param>
internal sealed class Throttle(long bytesPerSecond)
{
    private readonly Lock _lock = new();
    private long _readyAt = Stopwatch.GetTimestamp();

    /// <summary>Accounts for bytes about to be read, and waits for their turn.</summary>
    internal void Take(int bytes, CancellationToken cancellation)
    {
        if (bytesPerSecond == 0)
        {
            return;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            _readyAt = Math.Max(_readyAt, now) + (long)((double)bytes / bytesPerSecond * Stopwatch.Frequency);
            wait = Stopwatch.GetElapsedTime(now, _readyAt);
        }

        cancellation.WaitHandle.WaitOne(wait);
    }
}
