using System.Collections.Concurrent;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Protocol.Tests.Live;

/// <summary>A connection to a real server with a thread of its own, so that it can wait while others go on.</summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly ServerSession _session;
    private readonly BlockingCollection<(string Sql, bool IsImpatient)> _statements = [];
    private readonly TestThread _thread;
    private bool _isImpatient;
    private volatile string? _result = "";

    internal LiveConnection(ConnectionOptions connection, int number)
    {
        _session = ServerSession.Connect(connection);
        _session.Execute("CREATE TEMPORARY TABLE d.temporary (a INT)");
        _session.Execute("SET SESSION lock_wait_timeout=86400");
        _thread = TestThread.Start($"connection {number}", () =>
        {
            foreach (var statement in _statements.GetConsumingEnumerable())
            {
                Execute(statement.Sql, statement.IsImpatient);
            }
        });
    }

    internal uint ConnectionId => _session.ConnectionId;

    /// <summary>The error number of the last statement, 0 when it ended well; null while it runs.</summary>
    internal string? Result => _result;

    public void Dispose()
    {
        _statements.CompleteAdding();
        _session.Dispose();
        _thread.Join();
        _statements.Dispose();
    }

    /// <summary>The first value of the last statement that ended well.</summary>
    internal string? Value { get; private set; }

    internal void Begin(Statement statement) => Begin(SqlTexts.Of(statement), statement.IsImpatient);

    internal void Begin(string sql, bool isImpatient = false)
    {
        _result = null;
        _statements.Add((sql, isImpatient));
    }

    private void Execute(string sql, bool isImpatient)
    {
        try
        {
            if (isImpatient != _isImpatient)
            {
                _session.Execute($"SET SESSION lock_wait_timeout={(isImpatient ? 0 : 86400)}");
                _isImpatient = isImpatient;
            }

            Value = _session.QueryScalar(sql);
            _result = "0";
        }
        catch (ServerException e)
        {
            _result = e.Code.ToString();
        }
        catch (ObjectDisposedException)
        {
            _result = "disposed";
        }
    }
}
