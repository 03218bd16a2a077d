using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>A thread that runs one statement again and again on a connection of its own.</summary>
internal sealed class QueryLoad : IDisposable
{
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _pause = new();
    private long _count;
    private volatile Exception? _failure;

    internal QueryLoad(MariaDbServer server, params string[] statements)
    {
        _thread = new Thread(() => Run(server, statements)) { IsBackground = true, Name = "load" };
        _thread.Start();
    }

    internal long Count => Interlocked.Read(ref _count);

    /// <summary>Waits for so many more rounds.</summary>
    internal void Await(int count)
    {
        var end = Count + count;
        Deadline.WaitFor($"{count} rounds of a load", TimeSpan.FromMinutes(2), () => Count >= end || _failure is not null);
        ThrowFailure();
    }

    internal void Stop()
    {
        End();
        ThrowFailure();
    }

    public void Dispose()
    {
        End();
        _pause.Dispose();
    }

    private void End()
    {
        if (_thread.IsAlive)
        {
            _pause.Set();
            _thread.Join();
        }
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure)
        {
            throw new TestBedException(failure.Message, failure);
        }
    }

    private void Run(MariaDbServer server, string[] statements)
    {
        try
        {
            using var session = server.Connect();
            while (!_pause.Wait(TimeSpan.FromMilliseconds(1)))
            {
                foreach (var statement in statements)
                {
                    session.Query(statement);
                }

                Interlocked.Increment(ref _count);
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
