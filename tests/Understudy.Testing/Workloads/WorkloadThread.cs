using Understudy.Server;

namespace Understudy.Testing;

/// <summary>A thread of the workload with its session: runs steps until it is told to end.</summary>
internal abstract class WorkloadThread : IDisposable
{
    private readonly MariaDbServer _server;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new();
    private readonly TimeSpan _pause;
    private string _lastStatement = "";
    private ServerSession? _session;

    protected WorkloadThread(MariaDbServer server, string name, int seed, TimeSpan pause)
    {
        _server = server;
        _pause = pause;
        Random = new Random(seed);
        _thread = new Thread(Loop) { Name = name, IsBackground = true };
    }

    /// <summary>What went wrong, or null.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Statements done.</summary>
    internal long StatementCount { get; private set; }

    /// <summary>Where the choices come from.</summary>
    protected Random Random { get; }

    /// <summary>Whether the end was asked for.</summary>
    protected bool IsEnding => _end.IsSet;

    internal void Start() => _thread.Start();

    /// <summary>Asks it to end after the step it is in.</summary>
    internal void RequestEnd() => _end.Set();

    internal void Stop()
    {
        _end.Set();
        if (!_thread.IsAlive)
        {
            return;
        }

        if (!_thread.Join(TimeSpan.FromMinutes(3)))
        {
            Failure = new TestBedException($"{_thread.Name} did not end; its last statement: {_lastStatement}");
        }
    }

    public void Dispose()
    {
        Stop();
        _end.Dispose();
    }

    /// <summary>What is done once, on the new session.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>One step of work.</summary>
    protected abstract void Step();

    /// <summary>Runs a statement.</summary>
    protected void Execute(string sql)
    {
        _lastStatement = sql;
        (_session ?? throw new InvalidOperationException("no session")).Execute(sql);
        StatementCount++;
    }

    /// <summary>The first value of a query.</summary>
    protected string? Scalar(string sql)
    {
        _lastStatement = sql;
        return (_session ?? throw new InvalidOperationException("no session")).QueryScalar(sql);
    }

    /// <summary>Waits a while, less when the end is asked for.</summary>
    protected void Pause(TimeSpan time) => _end.Wait(time);

    /// <summary>Whether an event of the given chance happens.</summary>
    protected bool Chance(double chance) => Random.NextDouble() < chance;

    /// <summary>One of the items.</summary>
    protected T Pick<T>(IReadOnlyList<T> items) => items[Random.Next(items.Count)];

    private void Loop()
    {
        try
        {
            using var session = _server.Connect();
            _session = session;
            Execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES', lock_wait_timeout = 600, "
                + "tx_isolation = 'READ-COMMITTED'");
            Execute("USE shop");
            Begin();
            while (!IsEnding)
            {
                TryStep();
                Pause(_pause);
            }

            Execute("ROLLBACK");
        }
        catch (ServerException e)
        {
            Failure = new TestBedException($"{_thread.Name}: {e.Message}; its last statement: {_lastStatement}", e);
        }
        catch (InvalidOperationException e)
        {
            Failure = new TestBedException($"{_thread.Name}: {e.Message}; its last statement: {_lastStatement}", e);
        }
    }

    private void TryStep()
    {
        try
        {
            Step();
        }
        catch (ServerException e) when (Conflict.Is(e))
        {
            Execute("ROLLBACK");
        }
    }
}
