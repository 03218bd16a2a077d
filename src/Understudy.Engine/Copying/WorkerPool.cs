using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Understudy.Engine.Copying;

/// <summary>Runs jobs on a fixed number of threads. The first error stops the rest and is thrown to the caller.</summary>
/// <param name="threads">How many.</param>
/// <param name="profile">Told for how long threads had nothing to do while others worked.</param>
internal sealed class WorkerPool(int threads, OperationProfile? profile = null) : IDisposable
{
    private readonly CopyWorker[] _workers = [.. Enumerable.Range(0, threads).Select(_ => new CopyWorker())];

    internal int Threads => _workers.Length;

    /// <summary>Runs all jobs, in order of the list as threads become free.</summary>
    internal void Run(IReadOnlyList<Action<CopyWorker>> jobs, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var run = new Batch(jobs, cancellation);
        var running = _workers
            .Take(Math.Min(jobs.Count, _workers.Length))
            .Select(worker => new Thread(() => run.Work(worker)) { Name = "copy", IsBackground = true })
            .ToArray();
        foreach (var thread in running)
        {
            thread.Start();
        }

        foreach (var thread in running)
        {
            thread.Join();
        }

        profile?.Add(Activity.Idle, (Threads * (Stopwatch.GetTimestamp() - started)) - run.BusyTicks);
        run.ThrowIfFailed();
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }
    }

    private sealed class Batch(IReadOnlyList<Action<CopyWorker>> jobs, CancellationToken cancellation)
    {
        private ExceptionDispatchInfo? _error;
        private int _next = -1;
        private long _busyTicks;

        /// <summary>How long all threads together took, in ticks of <see cref="Stopwatch"/>.</summary>
        internal long BusyTicks => Interlocked.Read(ref _busyTicks);

        internal void Work(CopyWorker worker)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                while (_error is null && !cancellation.IsCancellationRequested)
                {
                    var index = Interlocked.Increment(ref _next);
                    if (index >= jobs.Count)
                    {
                        return;
                    }

                    jobs[index](worker);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(e), null);
            }
            finally
            {
                Interlocked.Add(ref _busyTicks, Stopwatch.GetTimestamp() - started);
            }
        }

        internal void ThrowIfFailed() => _error?.Throw();
    }
}
