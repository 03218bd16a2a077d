using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Server.Tests.Facts;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class PrivilegesTests(SharedServers servers)
{
    private static readonly BackupNeeds Everything = new()
    {
        BinaryLogPosition = true, ReplicaPositions = true, RocksDbCheckpoint = true, StopReplication = true,
    };

    public static TheoryData<string> Releases => SharedServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Read_UserWithoutAny_NamesAllWithTheirGrantAndTheGrantsSuffice(string release)
    {
        var server = servers[release];
        Assert.Equal(
            ["RELOAD", "PROCESS", "BINLOG MONITOR", "SLAVE MONITOR", "REPLICATION SLAVE ADMIN", "SUPER"],
            MissingOf(server, Everything).Select(m => m.Privilege));
        var error = Assert.Throws<FailureException>(() => With(server, session =>
            Privileges.Read(session, new BackupNeeds()).Require()));
        Assert.Equal(FailureKind.AccessDenied, error.Kind);
        Assert.Equal("GRANT RELOAD, PROCESS ON *.* TO 'pri''v'@'localhost';", error.Hint);

        foreach (var missing in MissingOf(server, Everything))
        {
            server.Execute(missing.Grant);
            var left = MissingOf(server, Everything, recreate: false);
            Assert.DoesNotContain(left, m => m.Privilege == missing.Privilege);
        }

        With(server, session => Privileges.Read(session, Everything).Require());
        server.Execute("DROP USER 'pri''v'@localhost");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Read_ByDefaultRole_CountsByInactiveRoleDoesNot(string release)
    {
        var server = servers[release];
        Recreate(server);
        server.Execute(
            "CREATE OR REPLACE ROLE priv_role", "GRANT RELOAD, PROCESS ON *.* TO priv_role",
            "GRANT priv_role TO 'pri''v'@localhost");
        Assert.Equal(2, MissingOf(server, new BackupNeeds(), recreate: false).Count);
        server.Execute("SET DEFAULT ROLE priv_role FOR 'pri''v'@localhost");
        Assert.Empty(MissingOf(server, new BackupNeeds(), recreate: false));
        server.Execute("DROP USER 'pri''v'@localhost", "DROP ROLE priv_role");
    }

    [Theory]
    [InlineData("10.11", true)]
    [InlineData("11.8", false)]
    public void Read_SuperAlone_StandsForTheMonitorsOnlyOnOldServers(string release, bool covers)
    {
        var server = servers[release];
        Recreate(server);
        server.Execute("GRANT RELOAD, PROCESS, SUPER ON *.* TO 'pri''v'@localhost");
        var missing = MissingOf(server, Everything with { StopReplication = false }, recreate: false);
        Assert.Equal(covers ? [] : ["BINLOG MONITOR", "SLAVE MONITOR"], missing.Select(m => m.Privilege));
        server.Execute("DROP USER 'pri''v'@localhost");
    }

    [Fact]
    public void Read_AllPrivileges_NothingIsMissingAndNoCheckpointIsLeft()
    {
        var server = servers["10.11"];
        using var session = server.Connect();
        Assert.Empty(Privileges.Read(session, Everything).Missing);
        Assert.Equal("", session.QueryScalar("SELECT @@rocksdb_create_checkpoint"));
    }

    private static void Recreate(MariaDbServer server) =>
        server.Execute("CREATE OR REPLACE USER 'pri''v'@localhost IDENTIFIED BY 'x'");

    private static IReadOnlyList<MissingPrivilege> MissingOf(
        MariaDbServer server, BackupNeeds needs, bool recreate = true)
    {
        if (recreate)
        {
            Recreate(server);
        }

        IReadOnlyList<MissingPrivilege> missing = [];
        With(server, session => missing = Privileges.Read(session, needs).Missing);
        return missing;
    }

    private static void With(MariaDbServer server, Action<ServerSession> action)
    {
        using var password = new Secret("x");
        using var session = ServerSession.Connect(server.Connection with { User = "pri'v", Password = password });
        action(session);
    }
}
