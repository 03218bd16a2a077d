using System.Diagnostics;
using Understudy.Formats;

namespace Understudy.Fuzz;

/// <summary>
/// Feeds readers with inputs that follow from a seed alone, so that a find can be had again. A reader must not throw
/// what it does not document, not take long, and not allocate more than <see cref="AllocatedBytesMax"/>.
/// </summary>
/// <param name="targets">The readers.</param>
/// <param name="seed">What all inputs follow from.</param>
/// <param name="hangLimit">What counts as hanging; by default far more than any input takes on a busy machine.</param>
public sealed class FuzzRunner(IReadOnlyList<FuzzTarget> targets, int seed, TimeSpan? hangLimit = null)
{
    /// <summary>The most that reading one input may allocate, in bytes.</summary>
    public const long AllocatedBytesMax = 1 << 20;

    private readonly TimeSpan _hangLimit = hangLimit ?? TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly List<FuzzFailure> _failures = [];
    private readonly HashSet<string> _failed = [];
    private FuzzTarget _target = targets[0];
    private byte[] _input = [];
    private long _iteration;
    private long _startedAt;
    private long _mostAllocated;
    private string _mostAllocatingTarget = "none";

    /// <summary>Runs.</summary>
    /// <param name="iterations">How many inputs at most.</param>
    /// <param name="duration">How long at most.</param>
    public FuzzReport Run(long iterations, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        _startedAt = Stopwatch.GetTimestamp();
        var worker = new Thread(() => Work(iterations, duration, clock)) { IsBackground = true, Name = "fuzz" };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _startedAt)) > _hangLimit)
            {
                // A thread cannot be ended from outside; it ends with the process.
                return Report(clock, [Failure($"no answer in {_hangLimit.TotalSeconds} s")]);
            }
        }

        return Report(clock, []);
    }

    private FuzzReport Report(Stopwatch clock, IEnumerable<FuzzFailure> more)
    {
        lock (_lock)
        {
            return new FuzzReport(
                _iteration, clock.Elapsed, _mostAllocated, _mostAllocatingTarget, [.. _failures, .. more]);
        }
    }

    private void Work(long iterations, TimeSpan duration, Stopwatch clock)
    {
        // Once without a measure: first calls allocate tables, and the seeds must be understood anyway.
        foreach (var target in targets)
        {
            foreach (var input in target.Seeds)
            {
                if (!_failed.Contains(target.Name))
                {
                    Feed(target, input, isMeasured: false);
                }
            }
        }

        bool IsOver() => _failed.Count == targets.Count || _iteration >= iterations || clock.Elapsed >= duration;
        for (_iteration = 0; !IsOver(); _iteration++)
        {
            var random = new Random(Mutator.SeedOf(seed, _iteration));
            var target = targets[(int)(_iteration % targets.Count)];
            if (_failed.Contains(target.Name))
            {
                continue; // One find each: the rest of the run is for the others.
            }

            Feed(target, Mutator.Make(random, target), isMeasured: true);
        }
    }

    private void Feed(FuzzTarget target, byte[] input, bool isMeasured)
    {
        lock (_lock)
        {
            (_target, _input) = (target, input);
        }

        // Some readers work in place: they get a copy.
        var given = (byte[])input.Clone();
        Interlocked.Exchange(ref _startedAt, Stopwatch.GetTimestamp());
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(given);
        }
        catch (FailureException)
        {
            // The reader says no in the way that it documents.
        }
#pragma warning disable CA1031 // Any other exception is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Add(e.ToString());
            return;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (isMeasured && allocated > _mostAllocated)
        {
            (_mostAllocated, _mostAllocatingTarget) = (allocated, target.Name);
            if (allocated > AllocatedBytesMax)
            {
                Add($"{allocated} bytes were allocated, at most {AllocatedBytesMax} may be");
            }
        }
    }

    private void Add(string what)
    {
        var failure = Failure(what);
        lock (_lock)
        {
            _failures.Add(failure);
            _failed.Add(failure.Target);
        }
    }

    private FuzzFailure Failure(string what)
    {
        lock (_lock)
        {
            return new FuzzFailure(_target.Name, seed, _iteration, what, _input);
        }
    }
}
