using System.Globalization;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Undo tablespaces that shrink and a redo log that is replaced while they are copied; when the log reaches its file.</summary>
public sealed class InnoDbLogsTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void UndoTablespacesTruncated_WhileTheyAreCopied(string version)
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version),
            InstallArguments = ["--innodb-undo-tablespaces=3"],
            Arguments =
            [
                "--innodb-undo-log-truncate=ON", "--innodb-max-undo-log-size=10485760", "--innodb-purge-rseg-truncate-frequency=1",
                "--innodb-log-file-size=128M", "--innodb-flush-log-at-trx-commit=0", "--max-allowed-packet=1G", "--log-bin=binlog", "--server-id=1", "--binlog-format=ROW",
            ],
        });
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(1000)) ENGINE=InnoDB",
            "INSERT INTO t SELECT seq, REPEAT('a', 900) FROM seq_1_to_12000");
        using var load = new QueryLoad(trip.Source, "UPDATE d.t SET v = REPEAT(CHAR(97 + RAND() * 25), 900)");
        load.Await(1);
        var before = Truncations(trip.Source);

        // Held while nothing is copied yet, so that files are listed before and copied after they were cut.
        trip.BackUpWith("in-start", () => Deadline.WaitFor("an undo truncation", TimeSpan.FromMinutes(2), () => Truncations(trip.Source) > before), "--throttle=30");
        load.Stop();
        Assert.True(Truncations(trip.Source) > before);
        var state = ServerState.Capture(trip.Source);
        trip.Source.Stop();

        trip.Restore().Succeeded();
        trip.ProveReplayed(state);
    }

    [Theory]
    [InlineData("10.11", 1)]
    [InlineData("11.8", 0)]
    public void RedoLogResized_WhileItIsCopied(string version, int flushAtCommit)
    {
        using var trip = new RoundTrip(
            MariaDbRelease.Find(version), "--innodb-log-file-size=32M", $"--innodb-flush-log-at-trx-commit={flushAtCommit}", "--log-bin=binlog", "--server-id=1");
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn("d", "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(1000)) ENGINE=InnoDB");
        using var load = new QueryLoad(trip.Source, "INSERT INTO d.t (v) VALUES (REPEAT(MD5(RAND()), 20))");

        // Of two at once the log between may be gone before anybody has read it.
        using var resizing = new QueryLoad(
            trip.Source,
            "SET GLOBAL innodb_log_file_size = 50331648",
            "DO SLEEP(2)",
            "SET GLOBAL innodb_log_file_size = 16777216",
            "DO SLEEP(2)");
        load.Await(50);

        trip.BackUpWith("start-copied", () => resizing.Await(1), "--throttle=40");
        trip.BackUpWith("in-start", () => resizing.Await(1));
        resizing.Stop();
        load.Stop();
        var state = ServerState.Capture(trip.Source);
        trip.Source.Stop();

        trip.Restore().Succeeded();
        trip.ProveReplayed(state);
    }

    /// <summary>
    /// Every commit that was acknowledged before BLOCK_COMMIT is in the backup, though it may be in the log buffer only, and
    /// nothing else is.
    /// </summary>
    [Theory]
    [InlineData("10.11", 0, true)]
    [InlineData("10.11", 2, false)]
    [InlineData("10.11", 0, false)]
    [InlineData("11.8", 0, true)]
    [InlineData("11.8", 2, true)]
    [InlineData("10.11", 1, true)]
    public void AcknowledgedCommits_AreInTheBackup(string version, int flushAtCommit, bool hasBinaryLog)
    {
        using var trip = new RoundTrip(
            MariaDbRelease.Find(version),
            [$"--innodb-flush-log-at-trx-commit={flushAtCommit}", "--sync-binlog=0", .. hasBinaryLog ? ["--log-bin=binlog"] : Array.Empty<string>()]);
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40)) ENGINE=InnoDB");
        using var first = new QueryLoad(trip.Source, "INSERT INTO d.t (v) VALUES ('first')");
        using var second = new QueryLoad(trip.Source, "INSERT INTO d.t (v) VALUES ('second')");
        first.Await(100);
        long acknowledged = 0;

        trip.BackUpWith("block-commit", () =>
        {
            // What was acknowledged when nothing moves any more.
            Deadline.WaitFor("commits to stand still", TimeSpan.FromMinutes(1), () =>
            {
                var last = acknowledged;
                acknowledged = first.Count + second.Count;
                using var pause = new ManualResetEventSlim();
                pause.Wait(TimeSpan.FromMilliseconds(100));
                return acknowledged == last && acknowledged == first.Count + second.Count;
            });
        });
        first.Await(20);
        trip.Restore().Succeeded();

        using var restored = trip.StartRestored();
        Assert.Empty(TableCheck.FindDamage(restored));
        Assert.Equal(acknowledged, long.Parse(restored.QueryScalar("SELECT COUNT(*) FROM d.t")!, CultureInfo.InvariantCulture));
    }

    private static long Truncations(MariaDbServer server)
    {
        using var session = server.Connect();
        return long.Parse(session.Query("SHOW GLOBAL STATUS LIKE 'Innodb_undo_truncations'")[0][1]!, CultureInfo.InvariantCulture);
    }
}
