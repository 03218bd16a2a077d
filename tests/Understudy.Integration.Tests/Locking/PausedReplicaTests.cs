using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Locking;

/// <summary>However a backup with --safe-slave-backup ends, the replica's SQL thread runs afterwards.</summary>
public sealed class PausedReplicaTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void SafeSlaveBackup_AnyEnd_LeavesTheSqlThreadRunning(string version)
    {
        var release = MariaDbRelease.Find(version);
        using var primary = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = release,
            Networking = true,
            Arguments = ["--log-bin=binlog", "--server-id=1", "--binlog-format=STATEMENT"],
        });
        using var replica = MariaDbServer.Start(new MariaDbServerOptions { Release = release, Arguments = ["--server-id=2"] });
        primary.Execute(
            "CREATE USER repl@'127.0.0.1' IDENTIFIED BY 'secret'", "GRANT REPLICATION SLAVE ON *.* TO repl@'127.0.0.1'",
            "CREATE DATABASE d", "CREATE TABLE d.t (n INT)");
        replica.Execute(
            $"CHANGE MASTER 'one' TO MASTER_HOST='127.0.0.1', MASTER_PORT={primary.Port}, MASTER_USER='repl', MASTER_PASSWORD='secret', "
            + "MASTER_LOG_FILE='binlog.000001', MASTER_LOG_POS=4, MASTER_CONNECT_RETRY=1",
            "START SLAVE 'one'");

        using (var session = primary.Connect())
        {
            session.Execute("CREATE TEMPORARY TABLE d.x (n INT)");
            session.Execute("INSERT INTO d.x VALUES (1)");
            Await("an open temporary table", () => OpenTables(replica) == "1");

            using var refused = Start(replica, null, "--safe-slave-backup-timeout=1");
            var result = refused.WaitForEnd(Patience);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("had 1 temporary tables open each time", result.ErrorOutput, StringComparison.Ordinal);
            Assert.Equal("Yes", SqlThread(replica));
        }

        Await("no temporary table", () => OpenTables(replica) == "0");
        foreach (var signal in new int?[] { null, Signals.Terminate, Signals.Kill })
        {
            var hold = new BackupHold("block-ddl", replica.Directory[Path.GetRandomFileName()]);
            using var backup = Start(replica, hold);
            hold.WaitUntilReached(backup);
            Assert.Equal("No", SqlThread(replica));
            if (signal is { } number)
            {
                backup.Signal(number);
            }
            else
            {
                hold.LetGo();
            }

            var result = backup.WaitForEnd(Patience);
            Assert.Equal(signal is null, result.ExitCode == 0);
            Await($"the SQL thread after {signal}", () => SqlThread(replica) == "Yes");
        }

        primary.Execute("INSERT INTO d.t VALUES (7)");
        Await("replication", () => replica.QueryScalar("SELECT MAX(n) FROM d.t") == "7");
    }

    private static void Await(string what, Func<bool> condition) => Deadline.WaitFor(what, Patience, condition);

    private static RunningProgram Start(MariaDbServer replica, BackupHold? hold, params string[] more) => new UnderstudyTool().StartBackup(
        replica, replica.Directory[Path.GetRandomFileName()], hold, ["--safe-slave-backup", "--replica-info", .. more]);

    private static string? OpenTables(MariaDbServer replica)
    {
        using var session = replica.Connect();
        return session.Query("SHOW GLOBAL STATUS LIKE 'Slave_open_temp_tables'")[0][1];
    }

    private static string? SqlThread(MariaDbServer replica)
    {
        using ServerSession session = replica.Connect();
        return session.Query("SHOW ALL SLAVES STATUS")[0]["Slave_SQL_Running"];
    }
}
