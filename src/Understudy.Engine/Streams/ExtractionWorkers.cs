using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Understudy.Engine.Streams;

/// <summary>
/// Threads that write what the reader of a stream hands them. What goes to one of them is done in order; the first error stops all.
/// </summary>
internal sealed class ExtractionWorkers : IDisposable
{
    /// <summary>Bytes of a piece of payload.</summary>
    internal const int PieceBytes = 1 << 20;

    private const int PiecesOfEach = 4;

    private readonly BlockingCollection<Action>[] _queues;
    private readonly Thread[] _threads;
    private readonly BlockingCollection<byte[]> _free = [];
    private readonly CountdownEvent _drained = new(1);
    private ExceptionDispatchInfo? _error;

    internal ExtractionWorkers(int count)
    {
        _queues = [.. Enumerable.Range(0, count).Select(_ => new BlockingCollection<Action>())];
        _threads = [.. _queues.Select(queue => new Thread(() => Work(queue)) { Name = "extract", IsBackground = true })];
        for (var i = 0; i < count * PiecesOfEach; i++)
        {
            _free.Add(new byte[PieceBytes]);
        }

        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    internal int Count => _queues.Length;

    /// <summary>A piece to fill; waits until one is free. All memory there is.</summary>
    internal byte[] Rent()
    {
        _error?.Throw();
        return _free.Take();
    }

    internal void Return(byte[] piece) => _free.Add(piece);

    internal void Post(int worker, Action work)
    {
        _error?.Throw();
        _queues[worker].Add(work);
    }

    /// <summary>Waits until all that was posted is done.</summary>
    internal void Drain()
    {
        _drained.Reset(_queues.Length);
        foreach (var queue in _queues)
        {
            queue.Add(() => _drained.Signal());
        }

        _drained.Wait();
        _error?.Throw();
    }

    public void Dispose()
    {
        foreach (var queue in _queues)
        {
            queue.CompleteAdding();
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        foreach (var queue in _queues)
        {
            queue.Dispose();
        }

        _free.Dispose();
        _drained.Dispose();
    }

    // After an error the rest is still taken: it gives pieces back and closes files, and writes nothing that matters.
    private void Work(BlockingCollection<Action> queue)
    {
        foreach (var work in queue.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(e), null);
            }
        }
    }
}
