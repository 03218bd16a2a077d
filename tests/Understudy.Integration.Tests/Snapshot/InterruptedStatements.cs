using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Snapshot;

/// <summary>
/// An ALTER TABLE whose copy is made and that is held up at its end by a reader, and a MyISAM table that is being written: until this is
/// disposed, both are half done.
/// </summary>
internal sealed class InterruptedStatements : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly MariaDbServer _server;
    private readonly ServerSession _reader;
    private readonly ServerSession _writer;
    private readonly TestThread _alter;
    private readonly TestThread _write;

    internal InterruptedStatements(MariaDbServer server)
    {
        _server = server;
        _reader = server.Connect();
        _writer = server.Connect();
        _reader.Execute("BEGIN");
        _reader.Execute("SELECT COUNT(*) FROM d.altered");
        _alter = TestThread.Start("alter", () => server.Execute("ALTER TABLE d.altered FORCE, ADD b INT, ALGORITHM=INPLACE"));
        _write = TestThread.Start("MyISAM", () =>
        {
            // Killed when this is disposed.
            Assert.Throws<ServerException>(() => _writer.Execute("INSERT INTO d.m SELECT seq + IF(seq = 2, SLEEP(600), 0) FROM d.seq_1_to_2"));
        });
        Await("User sleep");
        Await("Waiting for table metadata lock");
    }

    public void Dispose()
    {
        _server.Execute($"KILL {_writer.ConnectionId}");
        _reader.Execute("ROLLBACK");
        _alter.Join();
        _write.Join();
        _reader.Dispose();
        _writer.Dispose();
    }

    private void Await(string state) => Deadline.WaitFor(
        state, Limit, () => _server.QueryScalar($"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = '{state}'") != "0");
}
