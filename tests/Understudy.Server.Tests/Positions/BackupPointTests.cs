using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Server.Tests.Reading;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class BackupPointTests(SharedServers servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string, int> Flushing => new()
    {
        { "10.11", 0 }, { "10.11", 1 }, { "10.11", 2 }, { "11.8", 0 }, { "11.8", 1 }, { "11.8", 2 },
    };

    public static TheoryData<string> Releases => SharedServers.Releases;

    [Theory]
    [MemberData(nameof(Flushing))]
    public void ReadBackupPoint_RightAfterCommits_CoversThemInTheFile(string release, int flush)
    {
        var server = servers[release];
        using var session = server.Connect();
        session.Execute("CREATE DATABASE IF NOT EXISTS points");
        session.Execute("CREATE OR REPLACE TABLE points.t (a INT PRIMARY KEY)");
        session.Execute($"SET GLOBAL innodb_flush_log_at_trx_commit={flush}");
        using var stages = BackupStages.Open(server.Connection);
        stages.Enter(BackupStage.Start);
        for (var i = 0; i < 50; i++)
        {
            session.Execute($"INSERT INTO points.t VALUES ({i})");
        }

        var before = InnoDbStatus.Read(session).LsnCurrent;
        stages.Enter(BackupStage.BlockCommit);
        var point = Positions.ReadBackupPoint(session, new BackupPointOptions { ReplicaPositions = true });
        Assert.True(point.Lsn >= before, $"{point.Lsn} < {before}");
        Assert.True(InnoDbStatus.Read(session).LsnFlushed >= point.Lsn);
        Assert.Equal(session.QueryScalar("SELECT @@gtid_binlog_pos"), point.GtidBinlogPosition);
        Assert.Matches("^0-7-[0-9]+$", point.GtidBinlogPosition);
        Assert.Equal(point.GtidBinlogPosition, point.GtidCurrentPosition);
        Assert.Equal("", point.GtidSlavePosition);
        Assert.Equal(point.GtidBinlogPosition, point.GtidBinlogState);
        Assert.Null(point.Replica);
        Assert.Null(point.Galera);
        var status = Assert.Single(session.Query("SHOW MASTER STATUS"));
        Assert.Equal(status["File"], point.BinaryLog!.File);
        Assert.Equal(status["Position"], point.BinaryLog.Position.ToString());
        Assert.Equal(
            $"{point.BinaryLog.File}\t{point.BinaryLog.Position}\t{point.GtidCurrentPosition}\n",
            point.ToBinlogInfo()!.ToText());
        Positions.Confirm(session, point);
        stages.End(Limit);
        session.Execute("SET GLOBAL innodb_flush_log_at_trx_commit=1");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Confirm_RotatedIsFineResetIsNot(string release)
    {
        var server = servers[release];
        using var session = server.Connect();
        session.Execute("CREATE DATABASE IF NOT EXISTS points");
        using var stages = BackupStages.Open(server.Connection);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.BlockCommit);
        var point = Positions.ReadBackupPoint(session);
        using var other = server.Connect();
        other.Execute("FLUSH BINARY LOGS");
        Positions.Confirm(session, point);
        other.Execute("RESET MASTER");
        var error = Assert.Throws<FailureException>(() => Positions.Confirm(session, point));
        Assert.Contains("gtid_binlog_pos moved", error.Message);
        stages.End(Limit);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Confirm_NoteOfTheServerAfterARotation_IsFineTransactionIsNot(string release)
    {
        var server = servers[release];
        using var session = server.Connect();
        session.Execute("CREATE DATABASE IF NOT EXISTS points");
        session.Execute("FLUSH BINARY LOGS");
        var file = session.Query("SHOW MASTER STATUS")[0]["File"] ?? "";
        IReadOnlyList<ServerRow> Events() => session.Query($"SHOW BINLOG EVENTS IN '{file}'");
        Deadline.WaitFor(
            "the server's note about its own file", TimeSpan.FromMinutes(1), () => Events().Any(e => e["Event_type"] == "Binlog_checkpoint" && e["Info"] == file));
        var note = Events().First(e => e["Event_type"] == "Binlog_checkpoint" && e["Info"] == file);
        var point = Positions.ReadBackupPoint(session);
        var before = point with { BinaryLog = new BinaryLogPosition(file, ulong.Parse(note["Pos"]!)) };
        Positions.Confirm(session, before);

        session.Execute("CREATE OR REPLACE TABLE points.noted (a INT)");
        var after = Positions.ReadBackupPoint(session) with { BinaryLog = before.BinaryLog };
        var error = Assert.Throws<FailureException>(() => Positions.Confirm(session, after));
        Assert.Contains("the binary log moved", error.Message);
    }

    [Fact]
    public void ReadBackupPoint_RedoNotWrittenInTime_FailsWithTheRemedy()
    {
        using var server = MariaDbServer.Start(
            MariaDbRelease.V10_11, "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-log-at-timeout=2000");
        using var session = server.Connect();
        session.Execute("CREATE DATABASE points");
        session.Execute("CREATE TABLE points.t (a INT PRIMARY KEY)");
        using var stages = BackupStages.Open(server.Connection);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.BlockDdl);
        session.Execute("INSERT INTO points.t SELECT seq FROM mysql.seq_1_to_2000");
        stages.Enter(BackupStage.BlockCommit);
        var error = Assert.Throws<FailureException>(() => Positions.ReadBackupPoint(
            session, new BackupPointOptions { FlushTimeout = TimeSpan.Zero }));
        Assert.Contains("did not write its redo log up to LSN", error.Message);
        Assert.Contains("innodb_flush_log_at_timeout", error.Hint);
    }

    [Fact]
    public void ReadBackupPoint_WithoutBinaryLog_HasNoPosition()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V11_8);
        using var session = server.Connect();
        var point = Positions.ReadBackupPoint(session);
        Assert.Null(point.BinaryLog);
        Assert.Null(point.ToBinlogInfo());
        Positions.Confirm(session, point);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void ReadBackupPoint_OnAReplica_HasEachConnection(string release)
    {
        var options = new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(release), Networking = true, Arguments = ["--log-bin=p", "--server-id=11"],
        };
        using var primary = MariaDbServer.Start(options);
        using var replica = MariaDbServer.Start(options with { Arguments = ["--server-id=12"] });
        primary.Execute("CREATE USER repl@'%' IDENTIFIED BY 'r'", "GRANT REPLICATION SLAVE ON *.* TO repl@'%'");
        replica.Execute(
            $"CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT={primary.Port}, MASTER_USER='repl', "
            + "MASTER_PASSWORD='r', MASTER_USE_GTID=NO, MASTER_SSL_VERIFY_SERVER_CERT=0",
            "CHANGE MASTER 'by gtid' TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='repl', "
            + "MASTER_USE_GTID=slave_pos",
            "START SLAVE");
        primary.Execute("CREATE DATABASE d", "CREATE TABLE d.t (a INT PRIMARY KEY)", "INSERT INTO d.t VALUES (1)");
        using var session = replica.Connect();
        var target = primary.QueryScalar("SELECT @@gtid_binlog_pos");
        Deadline.WaitFor("the replica", Limit, () => session.QueryScalar("SELECT @@gtid_slave_pos") == target);
        using var stages = BackupStages.Open(replica.Connection);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.BlockCommit);
        var point = Positions.ReadBackupPoint(session, new BackupPointOptions { ReplicaPositions = true });
        stages.End(Limit);
        using var source = primary.Connect();
        var status = Assert.Single(source.Query("SHOW MASTER STATUS"));
        Assert.Equal(target, point.GtidSlavePosition);
        Assert.Equal(
            $"SET GLOBAL gtid_slave_pos = '{target}';\n"
            + $"CHANGE MASTER TO MASTER_LOG_FILE='{status["File"]}', MASTER_LOG_POS={status["Position"]};\n"
            + "CHANGE MASTER 'by gtid' TO master_use_gtid = slave_pos;\n",
            point.Replica!.ToText());
    }
}
