using System.Diagnostics;
using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Server.Tests.Session;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class ServerSessionTests(SharedServers servers)
{
    private readonly MariaDbServer _server = servers["10.11"];

    [Fact]
    public void Connect_ByDefault_PreparesTheSession()
    {
        using var session = _server.Connect();
        Assert.True(session.Version.IsMariaDb);
        Assert.True(session.Version.IsAtLeast(10, 11));
        Assert.Equal(session.ConnectionId.ToString(), session.QueryScalar("SELECT CONNECTION_ID()"));
        Assert.Equal("2147483", session.QueryScalar("SELECT @@SESSION.wait_timeout"));
        Assert.Equal("0.000000", session.QueryScalar("SELECT @@SESSION.max_statement_time"));
        Assert.Equal("utf8mb4", session.QueryScalar("SELECT @@SESSION.character_set_results"));
        Assert.Equal("1", session.QueryScalar("SELECT @@SESSION.autocommit"));
        Assert.Contains(session.Query("SHOW PROCESSLIST"), row => row["Id"] == session.ConnectionId.ToString());
    }

    [Fact]
    public void Connect_WithLockWaitTimeout_SetsIt()
    {
        using var session = ServerSession.Connect(
            _server.Connection with { LockWaitTimeout = TimeSpan.FromSeconds(3.2) });
        Assert.Equal("4", session.QueryScalar("SELECT @@SESSION.lock_wait_timeout"));
    }

    [Fact]
    public void Query_NullsQuotesAndLetters_ComeBackAsTheyWere()
    {
        using var session = _server.Connect();
        const string Text = "it's a \\ \"test\" `ü€𝄞`\n";
        var row = Assert.Single(session.Query(
            $"SELECT NULL AS n, {ServerSession.QuoteText(Text)} AS {ServerSession.QuoteName("we`ird")}, '' AS e"));
        Assert.Null(row["N"]);
        Assert.Equal(Text, row["we`ird"]);
        Assert.Equal("", row[2]);
        Assert.Throws<KeyNotFoundException>(() => row["missing"]);
        Assert.False(row.TryGet("missing", out _));
    }

    [Fact]
    public void Query_ErrorWhileRowsAreFetched_IsThrown()
    {
        using var session = _server.Connect();
        var error = Assert.Throws<ServerException>(() => session.Query(
            "SELECT seq, IF(seq > 5000, (SELECT 1 UNION SELECT 2), 1) FROM mysql.seq_1_to_10000"));
        Assert.Equal(1242u, error.Code);
        Assert.Equal("1", session.QueryScalar("SELECT 1"));
    }

    [Fact]
    public void Execute_ProcedureWithSeveralResults_DrainsAllAndThrowsTheLateError()
    {
        using var session = _server.Connect();
        session.Execute("CREATE DATABASE IF NOT EXISTS sessions");
        session.Execute(
            "CREATE OR REPLACE PROCEDURE sessions.late() BEGIN SELECT 1; SELECT 2; SIGNAL SQLSTATE '45000' "
            + "SET MESSAGE_TEXT = 'late'; END");
        var error = Assert.Throws<ServerException>(() => session.Execute("CALL sessions.late()"));
        Assert.Equal("45000", error.SqlState);
        Assert.Equal("3", session.QueryScalar("SELECT 3"));
    }

    [Fact]
    public void Execute_Unparsable_NamesStatementAndCode()
    {
        using var session = _server.Connect();
        var error = Assert.Throws<ServerException>(() => session.Execute("NONSENSE"));
        Assert.Equal(ServerErrorCode.ParseError, error.Code);
        Assert.StartsWith("NONSENSE: ", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsConnectionLost);
    }

    [Fact]
    public void Execute_BesideAnotherThread_IsRefused()
    {
        using var session = _server.Connect();
        var sleeper = TestThread.Start("sleeper", () => session.Execute("DO SLEEP(1)"));
        WaitUntilRunning(session, "SLEEP(1)");
        Assert.Throws<InvalidOperationException>(session.Ping);
        sleeper.Join();
        session.Ping();
    }

    [Fact]
    public void Abort_WhileAStatementRuns_EndsItAtOnce()
    {
        using var session = _server.Connect();
        ServerException? error = null;
        var clock = Stopwatch.StartNew();
        var sleeper = new Thread(
            () => error = Record.Exception(() => session.Execute("DO SLEEP(300)")) as ServerException);
        sleeper.Start();
        WaitUntilRunning(session, "SLEEP(300)");
        session.Abort();
        sleeper.Join();
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"took {clock.Elapsed}");
        Assert.True(error!.IsConnectionLost, error.Message);
    }

    [Fact]
    public void Dispose_WhileAStatementRuns_EndsIt()
    {
        var session = _server.Connect();
        Exception? error = null;
        var sleeper = new Thread(() => error = Record.Exception(() => session.Execute("DO SLEEP(310)")));
        sleeper.Start();
        WaitUntilRunning(session, "SLEEP(310)");
        session.Dispose();
        Assert.True(sleeper.Join(TimeSpan.FromMinutes(1)));
        Assert.NotNull(error);
        Assert.Throws<ObjectDisposedException>(session.Ping);
    }

    [Fact]
    public void ReadTimeout_ServerSilent_EndsTheStatement()
    {
        using var session = _server.Connect();
        session.ReadTimeout = TimeSpan.FromSeconds(1);
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<ServerException>(() => session.Execute("DO SLEEP(300)"));
        Assert.True(error.IsConnectionLost, error.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 60);
    }

    [Fact]
    public void Ping_AfterKill_ThrowsConnectionLost()
    {
        using var session = _server.Connect();
        using var other = _server.Connect();
        session.Ping();
        other.Execute($"KILL {session.ConnectionId}");
        var error = Assert.Throws<ServerException>(() =>
        {
            // The server closes the connection a moment after KILL returned.
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromMinutes(1);)
            {
                session.Ping();
            }
        });
        Assert.True(error.IsConnectionLost, error.Message);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void Execute_LockNotHad_IsLockWaitTimeout()
    {
        using var holder = _server.Connect();
        using var waiter = _server.Connect();
        holder.Execute("BACKUP STAGE START");
        var error = Assert.Throws<ServerException>(
            () => waiter.Execute("SET STATEMENT lock_wait_timeout=0 FOR BACKUP STAGE START"));
        Assert.True(error.IsLockWaitTimeout);
        Assert.Equal(FailureKind.LockNotAvailable, error.Kind);
        holder.Execute("BACKUP STAGE END");
    }

    private void WaitUntilRunning(ServerSession session, string text)
    {
        using var watcher = _server.Connect();
        var sql = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep' AND ID = "
            + session.ConnectionId + " AND INFO LIKE " + ServerSession.QuoteText($"%{text}%");
        for (var clock = Stopwatch.StartNew(); watcher.QueryScalar(sql) != "1";)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), "the statement did not start");
        }
    }
}
