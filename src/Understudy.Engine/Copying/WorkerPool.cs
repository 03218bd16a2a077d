using System.Runtime.ExceptionServices;

namespace Understudy.Engine.Copying;

/// <summary>Runs jobs on a fixed number of threads. The first error stops the rest and is thrown to the caller.</summary>
internal sealed class WorkerPool : IDisposable
{
    private readonly CopyWorker[] _workers;

    internal WorkerPool(int threads) => _workers = [.. Enumerable.Range(0, threads).Select(_ => new CopyWorker())];

    internal int Threads => _workers.Length;

    /// <summary>Runs all jobs, in order of the list as threads become free.</summary>
    internal void Run(IReadOnlyList<Action<CopyWorker>> jobs, CancellationToken cancellation)
    {
        var run = new Batch(jobs, cancellation);
        var threads = _workers
            .Take(Math.Min(jobs.Count, _workers.Length))
            .Select(worker => new Thread(() => run.Work(worker)) { Name = "copy", IsBackground = true })
            .ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

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

        internal void Work(CopyWorker worker)
        {
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
        }

        internal void ThrowIfFailed() => _error?.Throw();
    }
}
