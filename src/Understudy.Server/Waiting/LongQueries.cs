using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>Waits for long statements before a lock is asked for, while nothing is blocked yet.</summary>
public static class LongQueries
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private const int ShownMax = 5;

    /// <summary>Waits until no statement of a kind is older than a threshold.</summary>
    /// <param name="session">A session.</param>
    /// <param name="options">Which statements, and how long.</param>
    /// <param name="own">Connections of this program.</param>
    /// <param name="waiting">Told who is waited for, about twice a second.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FailureException">Some are still there when the time is over.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void Await(
        ServerSession session,
        QueryWaitOptions options,
        IReadOnlyCollection<uint> own,
        Action<TimeSpan, string> waiting,
        TimeProvider time,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(time);
        var started = time.GetTimestamp();
        while (options.Timeout > TimeSpan.Zero)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = RunningQuery.Read(session, own)
                .Where(query => !query.IsOfReplication && query.For >= options.Threshold && QueryWords.Is(query.Statement, options.Kind))
                .ToArray();
            if (left.Length == 0)
            {
                return;
            }

            var text = string.Join("; ", left.Take(ShownMax)) + (left.Length > ShownMax ? $"; and {left.Length - ShownMax} more" : "");
            var waited = time.GetElapsedTime(started);
            if (waited >= options.Timeout)
            {
                throw new FailureException(
                    FailureKind.LockNotAvailable,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"statements that run longer than {options.Threshold.TotalSeconds:0} s did not end within {options.Timeout.TotalSeconds:0} s: {text}"),
                    "end them, or wait longer with --ftwrl-wait-timeout; no lock was asked for");
            }

            waiting(waited, text);
            cancellation.WaitHandle.WaitOne(Poll);
        }
    }
}
