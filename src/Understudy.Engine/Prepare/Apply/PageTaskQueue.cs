using System.Diagnostics.CodeAnalysis;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>What is to be done, for several workers; a worker may add to it while it works on a task.</summary>
internal sealed class PageTaskQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<PageTask> _tasks = new();
    private readonly SemaphoreSlim _available = new(0);
    private int _unfinished;
    private bool _isStopped;

    internal void Add(in PageTask task)
    {
        lock (_lock)
        {
            _tasks.Push(task);
            _unfinished++;
        }

        _available.Release();
    }

    /// <summary>Waits for a task. Each one taken needs a <see cref="Finish"/>.</summary>
    /// <returns>False when all are done, or the work was stopped.</returns>
    internal bool TryTake([NotNullWhen(true)] out PageTask? task)
    {
        while (true)
        {
            lock (_lock)
            {
                if (!_isStopped && _tasks.TryPop(out var taken))
                {
                    task = taken;
                    return true;
                }

                if (_isStopped || _unfinished == 0)
                {
                    task = null;
                    return false;
                }
            }

            _available.Wait();
        }
    }

    internal void Finish()
    {
        bool last;
        lock (_lock)
        {
            last = --_unfinished == 0;
        }

        if (last)
        {
            WakeAll();
        }
    }

    /// <summary>Lets no worker take another task.</summary>
    internal void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
        }

        WakeAll();
    }

    public void Dispose() => _available.Dispose();

    private void WakeAll() => _available.Release(1024);
}
