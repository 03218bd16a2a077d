using System.Diagnostics;

namespace Understudy.Testing;

/// <summary>Waiting on a condition. Deadlines are generous: a slow machine is no failure, a hang is.</summary>
public static class Deadline
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until <paramref name="condition"/> holds.</summary>
    /// <exception cref="TestBedException">It did not within <paramref name="limit"/>.</exception>
    public static void WaitFor(string what, TimeSpan limit, Func<bool> condition)
    {
        if (!TryWaitFor(limit, condition))
        {
            throw new TestBedException($"waited {limit.TotalSeconds:F0} s in vain for {what}");
        }
    }

    /// <summary>Waits until <paramref name="condition"/> holds; false when it did not within the limit.</summary>
    public static bool TryWaitFor(TimeSpan limit, Func<bool> condition)
    {
        using var pause = new ManualResetEventSlim();
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > limit)
            {
                return false;
            }

            pause.Wait(PollInterval);
        }

        return true;
    }
}
