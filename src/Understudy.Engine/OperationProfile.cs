using System.Diagnostics;

namespace Understudy.Engine;

/// <summary>
/// Where the time of an operation went: by phase, which is time of the clock, and by what its threads did, summed over all of them.
/// Always kept, since it costs two readings of the clock for a block of megabytes or a page. Members may be called from any thread.
/// </summary>
public sealed class OperationProfile
{
    private const double SecondsMin = 0.001;

    private static readonly (Activity Activity, string Name)[] Names =
    [
        (Activity.Reading, "reading"),
        (Activity.Verifying, "verifying"),
        (Activity.Hashing, "hashing"),
        (Activity.Writing, "writing"),
        (Activity.Syncing, "syncing"),
        (Activity.Opening, "opening files"),
        (Activity.Listing, "listing"),
        (Activity.CopyingRedo, "copying redo"),
        (Activity.ParsingRedo, "parsing redo"),
        (Activity.Applying, "applying"),
        (Activity.WaitingForStages, "waiting for stages"),
        (Activity.WaitingForTableLocks, "waiting for table locks"),
        (Activity.WaitingForRedo, "waiting for redo"),
        (Activity.WaitingForParser, "waiting for parsing"),
        (Activity.WaitingForClockTick, "waiting for clock tick"),
        (Activity.Throttled, "throttled"),
        (Activity.Idle, "idle threads"),
    ];

    /// <summary>All that <see cref="Work"/> can name.</summary>
    public static IReadOnlyList<string> WorkNames { get; } = [.. Names.Select(entry => entry.Name)];

    private readonly long[] _ticks = new long[Names.Length];
    private readonly Lock _lock = new();
    private readonly List<(string Name, long Ticks)> _phases = [];
    private string? _phase;
    private long _phaseStarted;

    /// <summary>Seconds of the clock by phase, in the order in which the phases began first; the one that runs counts until now.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Phases
    {
        get
        {
            lock (_lock)
            {
                EndPhase(Stopwatch.GetTimestamp());
                return [.. _phases.Select(phase => KeyValuePair.Create(phase.Name, Seconds(phase.Ticks)))];
            }
        }
    }

    /// <summary>Seconds by what was done, of all threads together; what took less than a millisecond is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Work =>
    [
        .. Names
            .Select(entry => KeyValuePair.Create(entry.Name, Seconds(Interlocked.Read(ref _ticks[(int)entry.Activity]))))
            .Where(entry => entry.Value >= SecondsMin),
    ];

    /// <summary>Counts the time until the result is disposed.</summary>
    internal ActivityTimer Time(Activity activity) => new(this, activity);

    /// <summary>Counts time, in ticks of <see cref="Stopwatch"/>.</summary>
    internal void Add(Activity activity, long ticks) => Interlocked.Add(ref _ticks[(int)activity], ticks);

    /// <summary>Ends a phase and begins another, or the same again.</summary>
    internal void Enter(string phase)
    {
        lock (_lock)
        {
            EndPhase(Stopwatch.GetTimestamp());
            _phase = phase;
        }
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    private void EndPhase(long now)
    {
        if (_phase is not null)
        {
            var index = _phases.FindIndex(phase => phase.Name == _phase);
            var ticks = now - _phaseStarted;
            if (index < 0)
            {
                _phases.Add((_phase, ticks));
            }
            else
            {
                _phases[index] = (_phase, _phases[index].Ticks + ticks);
            }
        }

        _phaseStarted = now;
    }
}
