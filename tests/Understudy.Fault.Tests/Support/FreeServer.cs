using System.Diagnostics;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Support;

/// <summary>Whether a server is free of a backup's locks.</summary>
internal static class FreeServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static int _counter;

    /// <summary>That DDL, writes to every engine and commits are possible now; each statement waits a few seconds at most.</summary>
    internal static void Assert(MariaDbServer server, params string[] engines)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            Use(server, engines.Length == 0 ? ["MyISAM", "InnoDB"] : engines);
        }
        catch (ServerException e)
        {
            Xunit.Assert.Fail($"the server is still held after {clock.Elapsed.TotalSeconds:F1} s: {e.Message}");
        }
    }

    private static void Use(MariaDbServer server, string[] engines)
    {
        using var session = ServerSession.Connect(server.Connection with { LockWaitTimeout = Patience });
        foreach (var engine in engines)
        {
            var name = $"test_free_{Interlocked.Increment(ref _counter)}";
            session.Execute($"CREATE DATABASE {name}");
            session.Execute($"CREATE TABLE {name}.t (n INT NOT NULL) ENGINE={engine}");
            session.Execute($"INSERT INTO {name}.t VALUES (1)");
            session.Execute("BEGIN");
            session.Execute($"INSERT INTO {name}.t VALUES (2)");
            session.Execute("COMMIT");
            session.Execute($"DROP DATABASE {name}");
        }
    }
}
