using Understudy.Testing;

namespace Understudy.Integration.Tests.Operations;

/// <summary>The recipe of docs/operations.md for a recovery to a moment after the backup.</summary>
public sealed class PointInTimeRecoveryTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Replay_ToJustBeforeADrop_HasEverythingUntilThen(string number)
    {
        var release = MariaDbRelease.Find(number);
        string[] arguments = ["--log-bin=binlog", "--server-id=1"];
        using var source = MariaDbServer.Start(release, arguments);
        source.Execute(
            "CREATE DATABASE shop",
            "CREATE TABLE shop.orders (id INT PRIMARY KEY)",
            "INSERT INTO shop.orders VALUES (1)");
        var tool = new UnderstudyTool();
        using (var backup = tool.StartBackup(source, source.Directory["backup"]))
        {
            backup.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();
        }

        source.Execute("INSERT INTO shop.orders VALUES (2)", "FLUSH BINARY LOGS", "INSERT INTO shop.orders VALUES (3)");
        using var session = source.Connect();
        var beforeTheDrop = session.Query("SHOW MASTER STATUS")[0]["Position"];
        source.Execute("DROP TABLE shop.orders", "CREATE TABLE shop.after (id INT PRIMARY KEY)");

        tool.Restore(source.Directory["backup"], source.Directory["restored"]);
        using var restored = MariaDbServer.StartOn(source.Directory["restored"], release, "--skip-slave-start");
        var position = tool.ReadPosition(source.Directory["backup"]);
        Replay(source, restored, [$"--start-position={position.Position}", $"--stop-position={beforeTheDrop}"]);

        Assert.Equal("1,2,3", restored.QueryScalar("SELECT GROUP_CONCAT(id ORDER BY id) FROM shop.orders"));
        Assert.Null(restored.QueryScalar("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'after'"));
    }

    private static void Replay(MariaDbServer source, MariaDbServer restored, string[] arguments)
    {
        var logs = Directory.EnumerateFiles(source.DataDirectory, "binlog.0*")
            .Where(file => !file.EndsWith(".idx", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var statements = restored.Directory["replay.sql"];
        RunningProgram.Run(
            source.Release.Program("mariadb-binlog"), ["--no-defaults", .. arguments, $"--result-file={statements}", .. logs]).Succeeded();
        RunningProgram.Run(
            source.Release.Program("mariadb"),
            ["--no-defaults", $"--socket={restored.SocketPath}", "--user=root", "-e", $"source {statements}"]).Succeeded();
    }
}
