using System.Diagnostics;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Stages;

/// <summary>Writes one row about every millisecond and remembers when each was sent and acknowledged: what users feel of a backup.</summary>
internal sealed class ProbeWriter : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly List<ProbeRow> _rows = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ServerSession _session;
    private readonly TestThread _thread;
    private readonly string _table;

    /// <summary>Makes the table, which starts empty, and begins to write.</summary>
    internal ProbeWriter(MariaDbServer server, string table, string engine)
    {
        _table = table;
        server.Execute($"CREATE OR REPLACE TABLE {table} (n BIGINT NOT NULL PRIMARY KEY) ENGINE={engine}");
        _session = server.Connect();
        _thread = TestThread.Start($"probe {engine}", Run);
    }

    /// <summary>The rows that were acknowledged, in order; to be read when the writer was stopped.</summary>
    internal IReadOnlyList<ProbeRow> Rows => _rows;

    /// <summary>The longest time that a row took between two moments.</summary>
    internal TimeSpan LongestStall(DateTimeOffset from, DateTimeOffset to) => _rows
        .Where(row => row.AcknowledgedAt >= from && row.SentAt <= to)
        .Select(row => row.AcknowledgedAt - row.SentAt)
        .DefaultIfEmpty()
        .Max();

    internal void Stop()
    {
        _stop.Cancel();
        _thread.Join();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.JoinQuietly();
        _session.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        for (var n = 1L; !_stop.IsCancellationRequested; n++)
        {
            var sentAt = DateTimeOffset.UtcNow;
            var clock = Stopwatch.GetTimestamp();
            _session.Execute($"INSERT INTO {_table} VALUES ({n})");
            _rows.Add(new ProbeRow(n, sentAt, sentAt + Stopwatch.GetElapsedTime(clock)));
            _stop.Token.WaitHandle.WaitOne(Pause);
        }
    }
}
