using Understudy.Testing;

namespace Understudy.Integration.Tests.Backup;

/// <summary>The server's own <c>mariadb-backup</c> takes our directory for one of its own.</summary>
public sealed class StockToolAcceptsTests
{
    [Theory]
    [InlineData("10.11", 21)]
    [InlineData("11.8", 22)]
    public void PrepareAndCopyBack_OfOurBackup_EqualsTheSource(string number, int seed)
    {
        var release = MariaDbRelease.Find(number);

        LoadedBackup.ProveFor(release, new UnderstudyTool(), seed, restoringTool: new StockTool(release));
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void BinaryLogInfo_OfOurBackup_NamesThePositionOfTheManifest(string number)
    {
        var release = MariaDbRelease.Find(number);
        using var server = MariaDbServer.Start(LoadedBackup.SourceOptions(release));
        server.Execute("CREATE DATABASE a", "CREATE TABLE a.t (n INT PRIMARY KEY)", "INSERT INTO a.t VALUES (1)");
        var tool = new UnderstudyTool();
        using var backup = tool.StartBackup(server, server.Directory["backup"]);
        backup.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();

        var position = tool.ReadPosition(server.Directory["backup"]);

        Assert.Equal(position, new StockTool(release).ReadPosition(server.Directory["backup"]));
        using var session = server.Connect();
        var status = session.Query("SHOW MASTER STATUS")[0];
        Assert.Equal((status["File"], status["Position"]), (position.File, $"{position.Position}"));
    }
}
