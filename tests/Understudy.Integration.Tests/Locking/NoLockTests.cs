using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Locking;

/// <summary>Without a lock, InnoDB tables are of one moment all the same.</summary>
public sealed class NoLockTests
{
    [Fact]
    public void BackupWithoutLock_OfTransfers_LosesNothing()
    {
        using var trip = new RoundTrip(MariaDbRelease.V11_8);
        trip.Source.Execute(
            "CREATE DATABASE d", "CREATE TABLE d.a (id INT PRIMARY KEY, v BIGINT)", "CREATE TABLE d.b (id INT PRIMARY KEY, v BIGINT)",
            "INSERT INTO d.a VALUES (1, 1000000)", "INSERT INTO d.b VALUES (1, 1000000)");
        using (new QueryLoad(
            trip.Source,
            "BEGIN NOT ATOMIC START TRANSACTION; UPDATE d.a SET v = v - 1; UPDATE d.b SET v = v + 1; COMMIT; END"))
        {
            trip.BackUpWith("unlocked", () => Deadline.WaitFor(
                "transfers", TimeSpan.FromMinutes(2), () => long.Parse(trip.Source.QueryScalar("SELECT v FROM d.b")!) > 1_000_020), "--no-lock");
        }

        trip.Restore().Succeeded();
        using var restored = trip.StartRestored();
        Assert.Equal("2000000", restored.QueryScalar("SELECT a.v + b.v FROM d.a, d.b"));
        Assert.True(long.Parse(restored.QueryScalar("SELECT v FROM d.b")!) > 1_000_020, "the backup is of a moment before its end");
        Assert.Empty(TableCheck.FindDamage(restored));
    }

    // A commit that waits for others to share the binary log's write is prepared in InnoDB, and not yet in the log.
    [Fact]
    public void BackupWithoutLock_WithACommitHalfWay_StartsAsItsWarningSays()
    {
        var options = new MariaDbServerOptions { Release = MariaDbRelease.V10_11, Arguments = ["--log-bin=binlog", "--server-id=1"] };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        source.Execute(
            "CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY)", "INSERT INTO d.t VALUES (1)",
            "SET GLOBAL binlog_commit_wait_usec = 600000000", "SET GLOBAL binlog_commit_wait_count = 2");
        var commit = TestThread.Start("commit", () => source.Execute("INSERT INTO d.t VALUES (2)"));
        Deadline.WaitFor("a commit that is half way", TimeSpan.FromMinutes(1), () => InnoDbStatus(source).Contains("(PREPARED)", StringComparison.Ordinal));
        source.Execute("FLUSH NO_WRITE_TO_BINLOG ENGINE LOGS");
        using (var program = new UnderstudyTool().StartBackup(source, place["backup"], hold: null, "--no-lock"))
        {
            var result = program.WaitForEnd(TimeSpan.FromMinutes(2));
            Assert.Contains("--tc-heuristic-recover=ROLLBACK, which rolls them back and ends", result.ErrorOutput, StringComparison.Ordinal);
        }

        source.Execute("INSERT INTO d.t VALUES (3)");
        commit.Join();
        UnderstudyProgram.Run("restore", place["backup"], "--datadir", place["restored"]).Succeeded();
        var restored = options with { DataDirectory = place["restored"] };
        var refusal = Assert.Throws<TestBedException>(() => MariaDbServer.Start(restored).Dispose());
        Assert.Contains("You have to start server with --tc-heuristic-recover", refusal.Message, StringComparison.Ordinal);
        var end = Assert.Throws<TestBedException>(
            () => MariaDbServer.Start(restored with { Arguments = [.. options.Arguments, "--tc-heuristic-recover=ROLLBACK"] }).Dispose());
        Assert.Contains("Please restart without --tc-heuristic-recover", end.Message, StringComparison.Ordinal);
        using var server = MariaDbServer.Start(restored);
        Assert.Equal("1", server.QueryScalar("SELECT GROUP_CONCAT(id) FROM d.t"));
    }

    [Fact]
    public void BackupWithoutLock_NeedsNoPrivilege_AndOneWithLocksSaysWhichAreMissing()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, "--log-bin=binlog", "--server-id=1");
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY)", "INSERT INTO d.t VALUES (1)", "CREATE USER nobody@localhost IDENTIFIED BY 'p'");
        string[] account = ["--no-defaults", "--backup", $"--socket={trip.Source.SocketPath}", "--user=nobody", "--password=p"];

        var locking = UnderstudyProgram.Run(["mariadb-backup", .. account, $"--target-dir={trip.Place["locking"]}"]);

        Assert.Equal(1, locking.ExitCode);
        foreach (var line in (string[])["missing required privilege RELOAD on *.*", "missing required privilege PROCESS on *.*", "GRANT USAGE ON *.* TO `nobody`@`localhost`"])
        {
            Assert.Contains(line, locking.ErrorOutput, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("IDENTIFIED", locking.ErrorOutput, StringComparison.Ordinal);
        trip.BackupDirectory = trip.Place["unlocked"];
        var unlocked = UnderstudyProgram.Run(["mariadb-backup", .. account, "--no-lock", $"--target-dir={trip.BackupDirectory}"]).Succeeded();
        Assert.DoesNotContain("missing required privilege", unlocked.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains("WARNING: the account has no PROCESS privilege", unlocked.ErrorOutput, StringComparison.Ordinal);
        trip.Restore().Succeeded();
        using var restored = trip.StartRestored();
        Assert.Equal("1", restored.QueryScalar("SELECT id FROM d.t"));
    }

    private static string InnoDbStatus(MariaDbServer server)
    {
        using var session = server.Connect();
        return session.Query("SHOW ENGINE INNODB STATUS")[0][2]!;
    }
}
