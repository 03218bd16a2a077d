using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.LostTables;

/// <summary>
/// Sessions that write to one MyISAM table with one long statement each. The first stands still in the middle of its rows
/// until it is let go; the others wait for it.
/// </summary>
internal sealed class BusyWriter : IDisposable
{
    private readonly ServerSession _gate;
    private readonly List<Thread> _threads = [];
    private Exception? _failure;

    /// <summary>Starts the sessions and waits until they stand.</summary>
    internal BusyWriter(MariaDbServer server, int count)
    {
        _gate = server.Connect();
        if (count == 0)
        {
            return;
        }

        _gate.Execute("CREATE TABLE c.busy (id INT, g INT) ENGINE=MyISAM");
        _gate.Execute("DO GET_LOCK('go', 10)");
        for (var i = 0; i < count; i++)
        {
            var first = i * 10_000;
            var thread = new Thread(() => Write(server, first)) { IsBackground = true };
            thread.Start();
            _threads.Add(thread);
            var state = i == 0 ? "User lock" : "Waiting for table level lock";
            Deadline.WaitFor(
                $"a writer in state \"{state}\"",
                TimeSpan.FromSeconds(60),
                () => _gate.QueryScalar(
                    $"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = '{state}'") == "1");
        }
    }

    /// <summary>Lets the writers go on to their end.</summary>
    internal void LetGo() => _gate.Execute("DO RELEASE_LOCK('go')");

    /// <summary>Waits for their end.</summary>
    internal void WaitForEnd()
    {
        foreach (var thread in _threads)
        {
            Assert.True(thread.Join(TimeSpan.FromMinutes(2)), "a writer did not end");
        }

        Assert.Null(_failure);
    }

    public void Dispose()
    {
        _gate.Dispose();
        foreach (var thread in _threads)
        {
            thread.Join(TimeSpan.FromMinutes(2));
        }
    }

    private void Write(MariaDbServer server, int first)
    {
        try
        {
            using var session = server.Connect();
            session.Execute(
                $"INSERT INTO c.busy SELECT seq + {first}, IF(seq = 1000, GET_LOCK('go', 300) + RELEASE_LOCK('go'), 0) FROM c.numbers");
        }
        catch (ServerException e)
        {
            _failure = e;
        }
    }
}
