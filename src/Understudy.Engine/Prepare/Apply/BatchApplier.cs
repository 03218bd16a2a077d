using System.Runtime.ExceptionServices;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>Applies batches with several threads, which share out the tablespaces, and of big ones the ranges of pages.</summary>
internal sealed class BatchApplier : IDisposable
{
    private const long JournalBytesMax = 4L << 30;

    private readonly TablespaceCatalog _catalog;
    private readonly SpaceTable _spaces;
    private readonly List<PageJournal> _journals = [];
    private readonly ApplyWorker[] _workers;

    internal BatchApplier(
        TablespaceCatalog catalog, SpaceTable spaces, string? journalDirectory, int parallel, int bufferBytes)
    {
        _catalog = catalog;
        _spaces = spaces;
        for (var i = 0; journalDirectory is not null && i < parallel; i++)
        {
            _journals.Add(new PageJournal(journalDirectory, i));
        }

        _workers = [.. Enumerable.Range(0, parallel).Select(i => new ApplyWorker(bufferBytes, i < _journals.Count ? _journals[i] : null))];
    }

    internal long PagesRead => _workers.Sum(w => w.PagesRead);

    internal long PagesChanged => _workers.Sum(w => w.PagesChanged);

    /// <summary>Shares out the pages of a batch.</summary>
    /// <param name="batch">The batch, sealed.</param>
    internal IReadOnlyList<PageTask> Plan(RecordBatch batch)
    {
        var tasks = new List<PageTask>();
        for (var first = 0; first < batch.PageCount;)
        {
            var space = (int)(batch.Key(first) >> 32);
            var end = first + 1;
            while (end < batch.PageCount && (int)(batch.Key(end) >> 32) == space)
            {
                end++;
            }

            if (_catalog.Find(_spaces.All[space].Id) is { } tablespace)
            {
                tasks.Add(new PageTask(tablespace, first, end, IsWhole: true));
            }

            first = end;
        }

        return tasks;
    }

    /// <summary>Applies a batch. When it returns all pages are written, not yet durable.</summary>
    internal void Run(ApplyContext context, IReadOnlyList<PageTask> tasks)
    {
        using var queue = new PageTaskQueue();
        foreach (var task in tasks.OrderBy(t => t.End - t.First))
        {
            queue.Add(task);
        }

        var threads = new Thread[_workers.Length];
        Exception? failure = null;
        for (var i = 0; i < _workers.Length; i++)
        {
            var worker = _workers[i];
            threads[i] = new Thread(() => RunWorker(worker, context, queue, ref failure)) { Name = $"apply {i}", IsBackground = true };
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Whether the journals have become so long that it pays to make the data files durable and begin them anew.</summary>
    internal bool AreJournalsLong => _journals.Sum(journal => journal.Bytes) > JournalBytesMax;

    /// <summary>Begins the journals anew: everything written must be durable.</summary>
    internal void ResetJournals()
    {
        _journals.ForEach(journal => journal.Reset());
        foreach (var tablespace in _catalog.All)
        {
            tablespace.Recoverable.Clear();
        }
    }

    /// <summary>Removes the journals: everything written must be durable.</summary>
    internal void DeleteJournals() => _journals.ForEach(journal => journal.Delete());

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        _journals.ForEach(journal => journal.Dispose());
    }

    private static void RunWorker(ApplyWorker worker, ApplyContext context, PageTaskQueue queue, ref Exception? failure)
    {
        try
        {
            worker.Run(context, queue);
        }
        catch (Exception e)
        {
            // The first failure ends the operation; other workers stop at their next task.
            Interlocked.CompareExchange(ref failure, e, null);
            queue.Stop();
        }
    }
}
