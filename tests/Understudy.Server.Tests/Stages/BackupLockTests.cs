using Understudy.Formats;

namespace Understudy.Server.Tests.Stages;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class BackupLockTests(SharedServers servers)
{
    public static TheoryData<string> Releases => SharedServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Hold_OddName_BlocksDdlUntilDisposed(string release)
    {
        var server = servers[release];
        using var other = server.Connect();
        const string Name = "`lo``ck.s`.`t.ä``b`";
        other.Execute("CREATE DATABASE IF NOT EXISTS `lo``ck.s`");
        other.Execute($"CREATE OR REPLACE TABLE {Name} (a INT)");
        using var locks = BackupLock.Open(server.Connection, TimeSpan.FromSeconds(1));
        using (locks.Hold("lo`ck.s", "t.ä`b"))
        {
            var error = Assert.Throws<ServerException>(
                () => other.Execute($"SET STATEMENT lock_wait_timeout=0 FOR ALTER TABLE {Name} ADD b INT"));
            Assert.True(error.IsLockWaitTimeout);
            Assert.Throws<InvalidOperationException>(() => locks.Hold("a", "b"));
            other.Execute($"INSERT INTO {Name} VALUES (1)");
        }

        other.Execute($"SET STATEMENT lock_wait_timeout=0 FOR ALTER TABLE {Name} ADD b INT");
        using (locks.Hold("no such database", "no such table"))
        {
            // A lock on a name: nothing is to be found under it.
        }
    }

    [Fact]
    public void Hold_TableUnderLockTables_IsHadAtOnceAndAnEmptyNameRefused()
    {
        var server = servers["10.11"];
        using var ddl = server.Connect();
        ddl.Execute("CREATE DATABASE IF NOT EXISTS locks");
        ddl.Execute("CREATE OR REPLACE TABLE locks.t (a INT)");
        ddl.Execute("LOCK TABLES locks.t WRITE");
        ddl.Execute("ALTER TABLE locks.t ADD b INT, ALGORITHM=COPY");
        using var locks = BackupLock.Open(server.Connection, TimeSpan.Zero);

        // LOCK TABLES itself does not stop a BACKUP LOCK.
        locks.Hold("locks", "t").Dispose();
        ddl.Execute("UNLOCK TABLES");
        Assert.Equal(FailureKind.Failed, Assert.Throws<ServerException>(() => locks.Hold("locks", "")).Kind);
    }
}
