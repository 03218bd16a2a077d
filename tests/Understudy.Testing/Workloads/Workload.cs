using Understudy.Server;

namespace Understudy.Testing;

/// <summary>
/// Tables of every engine, and threads that write to them and that change, make and drop tables, until they are stopped.
/// Everything is in the binary log as rows, so that a copy with the log from its position replayed must equal the source.
/// </summary>
public sealed class Workload : IDisposable
{
    private readonly MariaDbServer _server;
    private readonly WorkloadOptions _options;
    private readonly List<WorkloadThread> _threads = [];

    /// <summary>Makes the workload of a server; nothing happens yet.</summary>
    public Workload(MariaDbServer server, WorkloadOptions options)
    {
        _server = server;
        _options = options;
    }

    /// <summary>Statements done by all threads.</summary>
    public long StatementCount => _threads.Sum(t => t.StatementCount);

    /// <summary>Statements done by the threads that do DDL.</summary>
    public long StormStatementCount => _threads.OfType<DdlStorm>().Sum(t => t.StatementCount);

    /// <summary>Makes the fixed tables and fills them a little.</summary>
    public void CreateTables()
    {
        using var session = _server.Connect();
        session.Execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'");
        session.Execute($"CREATE DATABASE {WorkloadCatalog.Main}");
        session.Execute($"CREATE DATABASE {SqlName.Quote(WorkloadCatalog.Odd(_options))} CHARACTER SET utf8mb4");
        session.Execute("USE shop");
        var tables = WorkloadCatalog.Tables(_options);
        foreach (var table in tables)
        {
            session.Execute($"CREATE TABLE {table.Quoted} {table.Definition}");
        }

        foreach (var statement in WorkloadCatalog.Objects(_options))
        {
            session.Execute(statement);
        }

        foreach (var table in tables.Where(t => t.Pattern != WritePattern.None))
        {
            Fill(session, table);
        }
    }

    /// <summary>Starts the threads.</summary>
    public void Start()
    {
        var tables = WorkloadCatalog.Tables(_options);
        var seeds = new Random(_options.Seed);
        for (var i = 0; i < _options.WriterCount; i++)
        {
            _threads.Add(new RowWriter(_server, tables, i, seeds.Next(), _options.Pause));
        }

        for (var i = 0; i < _options.StormCount; i++)
        {
            _threads.Add(new DdlStorm(_server, i, seeds.Next(), _options.Pause));
        }

        _threads.Add(new LongTransactions(_server, seeds.Next(), _options.Pause));
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Waits until so many statements more were done; fails at once when a thread has failed.</summary>
    public void RunFor(int statementCount)
    {
        var end = StatementCount + statementCount;
        Deadline.WaitFor(
            $"{statementCount} statements of the workload",
            TimeSpan.FromMinutes(3),
            () => StatementCount >= end || _threads.Any(t => t.Failure is not null));
        ThrowFailures();
    }

    /// <summary>Stops the threads.</summary>
    /// <exception cref="TestBedException">One of them failed before.</exception>
    public void Stop()
    {
        StopThreads();
        ThrowFailures();
    }

    /// <summary>Stops the threads, whatever happened to them.</summary>
    public void Dispose()
    {
        StopThreads();
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }
    }

    private static void Fill(ServerSession session, WorkloadTable table)
    {
        var column = table.ExtraColumn.Length == 0 ? "" : $", {table.ExtraColumn}";
        var value = table.ExtraValue.Length == 0 ? "" : $", {table.ExtraValue}";
        session.Execute($"INSERT INTO {table.Quoted} (k, v, b{column}) "
            + $"SELECT seq * 37 % 100000, CONCAT('word', seq % 50, ' ', MD5(seq)), MD5(seq + 1){value} FROM seq_1_to_400");
    }

    private void StopThreads()
    {
        foreach (var thread in _threads)
        {
            thread.RequestEnd();
        }

        foreach (var thread in _threads)
        {
            thread.Stop();
        }
    }

    private void ThrowFailures()
    {
        var failures = _threads.Select(t => t.Failure).OfType<Exception>().ToList();
        if (failures.Count > 0)
        {
            throw new TestBedException(
                $"the workload (seed {_options.Seed}) failed: {string.Join("; ", failures.Select(f => f.Message))}", failures[0]);
        }
    }
}
