using Understudy.Fault.Tests.Stages;
using Understudy.Fault.Tests.Support;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Locking;

/// <summary>What is asked of the server in each mode, and what happens to statements that are in the way.</summary>
public sealed class LockModeTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private MariaDbServer Server => fixture.Server;

    [Fact]
    public void ReadLock_IsAskedForInsteadOfTheStages()
    {
        var statements = LoggedWhile(() => Backups.Take(Server, NewPlace(), "--ftwrl").Succeeded());

        Assert.DoesNotContain(statements, statement => statement.Stage is not null);
        var taken = statements.Single(statement => statement.Text.Contains("FLUSH TABLES WITH READ LOCK", StringComparison.Ordinal));
        var freed = statements.Single(statement => statement.Text == "UNLOCK TABLES");
        Assert.Equal(taken.Connection, freed.Connection);
    }

    [Fact]
    public void NoLock_AsksForNone()
    {
        var target = NewPlace();
        var statements = LoggedWhile(() => Backups.Take(Server, target, "--no-lock").Succeeded());

        Assert.DoesNotContain(statements, statement => statement.Stage is not null || statement.IsTableLock
            || statement.Text.Contains("READ LOCK", StringComparison.Ordinal));
        var manifest = Backups.ReadManifest(target);
        Assert.Null(manifest.BackupPoint.BinaryLog);
        Assert.Contains(manifest.Warnings, warning => warning.StartsWith("taken without a lock", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CREATE TABLE f.late (n INT) ENGINE=InnoDB", "DROP TABLE f.late")]
    [InlineData("ALTER TABLE f.InnoDB ADD COLUMN late INT, ALGORITHM=INSTANT", "ALTER TABLE f.InnoDB DROP COLUMN late")]
    [InlineData("RENAME TABLE f.MyISAM TO f.MyISAM2", "RENAME TABLE f.MyISAM2 TO f.MyISAM")]
    public void NoLock_DdlNearTheEnd_IsFatal(string ddl, string undo)
    {
        using var backup = HeldBackup.At(Server, fixture.Place, "unlocked", "--no-lock");
        Server.Execute(ddl);
        var result = backup.Finish();
        Server.Execute(undo);

        Backups.AssertFailed(result, 1, "DDL ran while the backup ended without a lock", "HINT: ");
        Backups.AssertIsNone(backup.Target);
    }

    [Fact]
    public void NoLock_WritesToOtherEngines_AreNamed()
    {
        using var backup = HeldBackup.At(Server, fixture.Place, "unlocked", "--no-lock");
        Server.Execute("UPDATE f.MyISAM SET t = 'y' WHERE n = 1", "UPDATE f.InnoDB SET t = 'y' WHERE n = 1");
        var result = backup.Finish().Succeeded();

        Assert.Contains("maybe damaged in the backup: f.MyISAM\n", result.ErrorOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesHeldAgainstDdl_DdlThatWaits_IsKilledAtTheEnd()
    {
        using var backup = HeldBackup.At(Server, fixture.Place, "start-copied", "--lock-ddl-per-table");
        ServerException? error = null;
        var ddl = TestThread.Start("ddl", () => error = Assert.Throws<ServerException>(() => Server.Execute("ALTER TABLE f.InnoDB ADD COLUMN x INT")));
        AwaitStatement("Waiting for table metadata lock");
        var result = backup.Finish().Succeeded();
        ddl.Join();

        Assert.Equal(ServerErrorCode.QueryInterrupted, error!.Code);
        Assert.Contains("killed the statement of connection", result.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains("ALTER TABLE f.InnoDB ADD COLUMN x INT", result.ErrorOutput, StringComparison.Ordinal);
        FreeServer.Assert(Server);
    }

    [Fact]
    public void LongStatement_IsWaitedForBeforeAnythingIsBlocked()
    {
        using var session = Server.Connect();
        var statement = Long("INSERT INTO f.MyISAM SELECT 5000 + SLEEP(600), 'x'");
        using var backup = UnderstudyProgram.Start(
            Backups.Arguments(Server, NewPlace(), "--ftwrl-wait-timeout=120", "--ftwrl-wait-threshold=0", "--ftwrl-wait-query-type=update"));
        backup.WaitForOutput("not asked for before long statements end");
        KillLong(session);
        statement.Join();
        var result = backup.WaitForEnd(Patience).Succeeded();

        Assert.DoesNotContain("waiting for BACKUP STAGE BLOCK_DDL", result.ErrorOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void LongStatement_ThatDoesNotEnd_FailsBeforeAnythingIsBlocked()
    {
        using var session = Server.Connect();
        var statement = Long("SELECT SLEEP(600)");
        try
        {
            var result = Backups.Take(Server, NewPlace(), "--ftwrl-wait-timeout=1", "--ftwrl-wait-threshold=0", "--ftwrl-wait-query-type=select");

            Backups.AssertFailed(result, 11, "did not end within 1 s", "SELECT SLEEP(600)", "no lock was asked for");
        }
        finally
        {
            KillLong(session);
            statement.JoinQuietly();
        }
    }

    [Fact]
    public void StatementInTheWay_IsKilled_OnlyWhenItsKindIsWanted()
    {
        using var session = Server.Connect();
        var statement = Long("INSERT INTO f.MyISAM SELECT 6000 + SLEEP(600), 'x'");
        var spared = Backups.Take(Server, NewPlace(), "--lock-wait-timeout=3", "--kill-long-queries-timeout=1", "--kill-long-query-type=select");
        var isAlive = statement.IsAlive;
        var result = Backups.Take(Server, NewPlace(), "--kill-long-queries-timeout=1", "--kill-long-query-type=update");
        KillLong(session);
        statement.JoinQuietly();

        Backups.AssertFailed(spared, 11, "BLOCK_DDL");
        Assert.True(isAlive, "a statement of another kind was killed");
        result.Succeeded();
        Assert.Contains("in the way of the lock", result.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal("0", Server.QueryScalar("SELECT COUNT(*) FROM f.MyISAM WHERE n >= 6000"));
    }

    [Theory]
    [InlineData("--no-lock", "--ftwrl")]
    [InlineData("--no-lock", "--replica-info")]
    public void Options_ThatContradictEachOther_AreRefused(string one, string other) =>
        Assert.Equal(2, Backups.Take(Server, NewPlace(), one, other).ExitCode);

    private string NewPlace() => fixture.Place[Path.GetRandomFileName()];

    private TestThread Long(string sql)
    {
        var thread = TestThread.Start("long statement", () =>
        {
            try
            {
                Server.Execute(sql);
            }
            catch (ServerException e) when (e.Code == ServerErrorCode.QueryInterrupted)
            {
                // killed, as it may be
            }
        });
        AwaitStatement("User sleep");
        return thread;
    }

    private static void KillLong(ServerSession session)
    {
        foreach (var row in session.Query("SELECT ID FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'"))
        {
            session.Execute($"KILL QUERY {row[0]}");
        }
    }

    private void AwaitStatement(string state)
    {
        using var session = Server.Connect();
        Deadline.WaitFor(
            state,
            Patience,
            () => session.QueryScalar($"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = {ServerSession.QuoteText(state)}") != "0");
    }

    private IReadOnlyList<LoggedStatement> LoggedWhile(Action action)
    {
        var path = fixture.Place[Path.GetRandomFileName() + ".log"];
        Server.Execute($"SET GLOBAL general_log_file = '{path}'", "SET GLOBAL general_log = 1");
        try
        {
            action();
        }
        finally
        {
            Server.Execute("SET GLOBAL general_log = 0");
        }

        return GeneralLog.Read(path, 0);
    }
}
