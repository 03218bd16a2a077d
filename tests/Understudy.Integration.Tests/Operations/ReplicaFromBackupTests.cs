using Understudy.Testing;

namespace Understudy.Integration.Tests.Operations;

/// <summary>The recipes of docs/operations.md for replicas, as they stand there.</summary>
public sealed class ReplicaFromBackupTests
{
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void BackupOfAPrimary_WithItsGtid_BecomesAReplica(string number)
    {
        var release = MariaDbRelease.Find(number);
        using var primary = StartPrimary(release);
        var tool = new UnderstudyTool();
        BackUp(tool, primary, primary.Directory["backup"]);
        primary.Execute("INSERT INTO shop.orders VALUES (2)");
        tool.Restore(primary.Directory["backup"], primary.Directory["restored"]);

        using var replica = StartReplica(release, primary.Directory["restored"], id: 2);
        replica.Execute(
            $"SET GLOBAL gtid_slave_pos = '{tool.ReadPosition(primary.Directory["backup"]).Gtid}'",
            ChangeMaster(primary, ", MASTER_USE_GTID = slave_pos"),
            "START SLAVE");

        RequireRows(replica, "1,2");
        primary.Execute("INSERT INTO shop.orders VALUES (3)");
        RequireRows(replica, "1,2,3");
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void BackupOfAReplica_WithItsReplicaStatements_BecomesASibling(string number)
    {
        var release = MariaDbRelease.Find(number);
        using var primary = StartPrimary(release);
        var tool = new UnderstudyTool();
        BackUp(tool, primary, primary.Directory["first"]);
        tool.Restore(primary.Directory["first"], primary.Directory["of replica"]);
        using var replica = StartReplica(release, primary.Directory["of replica"], id: 2);
        replica.Execute(
            $"SET GLOBAL gtid_slave_pos = '{tool.ReadPosition(primary.Directory["first"]).Gtid}'",
            ChangeMaster(primary, ", MASTER_USE_GTID = slave_pos"),
            "START SLAVE");
        primary.Execute("INSERT INTO shop.orders VALUES (2)");
        RequireRows(replica, "1,2");

        BackUp(tool, replica, primary.Directory["second"], "--replica-info");
        primary.Execute("INSERT INTO shop.orders VALUES (3)");
        tool.Restore(primary.Directory["second"], primary.Directory["of sibling"]);
        using var sibling = StartReplica(release, primary.Directory["of sibling"], id: 3);
        sibling.Execute([ChangeMaster(primary, ""), .. RecordedStatements(primary.Directory["second"]), "START SLAVE"]);

        RequireRows(sibling, "1,2,3");
    }

    private static MariaDbServer StartPrimary(MariaDbRelease release)
    {
        var primary = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = release,
            Networking = true,
            Arguments = ["--log-bin=binlog", "--server-id=1", "--gtid-strict-mode"],
        });
        primary.Execute(
            "CREATE USER repl@'%' IDENTIFIED BY 'a long password'",
            "GRANT REPLICATION SLAVE ON *.* TO repl@'%'",
            "CREATE DATABASE shop",
            "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
            "INSERT INTO shop.orders VALUES (1)");
        return primary;
    }

    private static MariaDbServer StartReplica(MariaDbRelease release, string dataDirectory, int id) =>
        MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = release,
            DataDirectory = dataDirectory,
            Arguments = ["--log-bin=binlog", $"--server-id={id}", "--gtid-strict-mode", "--log-slave-updates"],
        });

    private static void BackUp(UnderstudyTool tool, MariaDbServer server, string target, params string[] arguments)
    {
        using var backup = tool.StartBackup(server, target, hold: null, arguments);
        backup.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();
    }

    private static string ChangeMaster(MariaDbServer primary, string more) =>
        $"CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = {primary.Port}, MASTER_USER = 'repl', MASTER_PASSWORD = 'a long password'{more}";

    private static IEnumerable<string> RecordedStatements(string backup)
    {
        var file = Directory.EnumerateFiles(backup, "*_slave_info").Single();
        return File.ReadLines(file).Select(line => line.TrimEnd(';'));
    }

    private static void RequireRows(MariaDbServer server, string rows) => Deadline.WaitFor(
        $"the rows {rows}; replication says: {server.QueryScalar("SELECT @@gtid_slave_pos")}\n{server.ErrorLogTail()}",
        CatchUpMax,
        () => server.QueryScalar("SELECT GROUP_CONCAT(id ORDER BY id) FROM shop.orders") == rows);
}
