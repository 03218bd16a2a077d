using Understudy.Testing;

namespace Understudy.Integration.Tests.Snapshot;

/// <summary>Commits the numbers from 1 on, each to two engines in one transaction, and counts what the server has acknowledged.</summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly TestThread _thread;
    private volatile bool _isEnding;
    private int _count;

    internal JournalWriter(MariaDbServer server) => _thread = TestThread.Start("journal", () => Write(server));

    /// <summary>The last number that was acknowledged.</summary>
    internal int Count => Volatile.Read(ref _count);

    internal void AwaitCount(int count, TimeSpan limit) => Deadline.WaitFor($"{count} commits", limit, () => Count >= count || !_thread.IsAlive);

    internal void Stop()
    {
        _isEnding = true;
        _thread.Join();
    }

    public void Dispose()
    {
        _isEnding = true;
        _thread.JoinQuietly();
    }

    private void Write(MariaDbServer server)
    {
        using var session = server.Connect();
        for (var n = 1; !_isEnding; n++)
        {
            session.Execute("BEGIN");
            session.Execute($"INSERT INTO d.i VALUES ({n})");
            session.Execute($"INSERT INTO d.r VALUES ({n})");
            session.Execute("COMMIT");
            Volatile.Write(ref _count, n);
        }
    }
}
