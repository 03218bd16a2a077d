using Understudy.Testing;

namespace Understudy.Integration.Tests.TestBed;

public sealed class MariaDbServerTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Start_EachRelease_KeepsDataOverStopAndKill(string number)
    {
        var release = MariaDbRelease.Find(number);
        using var server = MariaDbServer.Start(
            new MariaDbServerOptions { Release = release, RocksDb = true, Networking = true });

        server.Execute("CREATE DATABASE a", "CREATE TABLE a.t (n INT PRIMARY KEY)", "INSERT INTO a.t VALUES (1)");
        server.Restart();
        server.Execute("INSERT INTO a.t VALUES (2)");
        server.Kill9();
        server.Start();

        Assert.Equal("2", server.QueryScalar("SELECT COUNT(*) FROM a.t"));
        Assert.StartsWith($"{number}.", server.QueryScalar("SELECT VERSION()"), StringComparison.Ordinal);
        Assert.Equal("YES", server.QueryScalar("SELECT SUPPORT FROM information_schema.ENGINES WHERE ENGINE = 'ROCKSDB'"));
    }

    [Fact]
    public void Start_UnknownOption_ShowsTheErrorLog()
    {
        var failure = Assert.Throws<TestBedException>(() => MariaDbServer.Start(MariaDbRelease.V10_11, "--no-such-option"));

        Assert.Contains("no-such-option", failure.Message, StringComparison.Ordinal);
    }
}
