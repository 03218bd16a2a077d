using Understudy.Fault.Tests.Support;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Lost;

/// <summary>A backup whose connections are cut ends soon, as failed, and says why.</summary>
public sealed class LostConnectionTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    private const uint NoSuchThread = 1094;
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(15);

    public static TheoryData<string> PointsUnderAStage => [.. HeldBackup.Points.Where(point => point != "end")];

    public static TheoryData<string> Points => [.. HeldBackup.Points];

    [Theory]
    [MemberData(nameof(PointsUnderAStage))]
    public void Backup_StageConnectionKilled_EndsWithoutBeingLetGo(string point)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);

        var holder = StageHolder();
        fixture.Server.Execute($"KILL {holder}");
        var result = backup.Program.WaitForEnd(NoticeLimit);

        Backups.AssertFailed(result, 1, "connection", $"{holder}", "was lost", "HINT: ");
        AssertCleanedUp(backup);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Backup_AllItsConnectionsKilled_Fails(string point)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);

        KillAll(Connections());
        backup.LetGo();
        var result = backup.Program.WaitForEnd(NoticeLimit);

        Backups.AssertFailed(result, 1, "connection");
        AssertCleanedUp(backup);
    }

    /// <summary>Each connection but the one that holds the stage: the backup fails, or did not need it any more and is right.</summary>
    [Theory]
    [InlineData("in-start")]
    [InlineData("block-ddl")]
    [InlineData("end")]
    public void Backup_AnotherConnectionKilled_FailsOrIsRight(string point)
    {
        var others = 0;
        var failures = 0;
        for (var index = 0; index == 0 || index < others; index++)
        {
            using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);
            var holder = point == "end" ? 0 : StageHolder();
            var connections = Connections().Where(id => id != holder).ToArray();
            others = connections.Length; // one that is just being closed may have been among them before
            if (index >= others)
            {
                break;
            }

            KillAll([connections[index]]);
            var result = backup.Finish();

            if (result.ExitCode == 0)
            {
                using var restored = Backups.RestoreAndStart(
                    fixture.Server, backup.Target, fixture.Place, "--plugin-load-add=ha_rocksdb", "--plugin-load-add=ha_archive");
                Assert.All(EnginesServer.Engines, engine => Assert.Equal("1000", restored.QueryScalar($"SELECT COUNT(*) FROM f.{engine}")));
            }
            else
            {
                failures++;
                Backups.AssertFailed(result, 1, "connection");
                AssertCleanedUp(backup);
            }
        }

        Assert.True(failures > 0, $"{others} connections besides the stage's, and none was needed");
    }

    [Theory]
    [InlineData("in-start")]
    [InlineData("flush")]
    [InlineData("block-commit")]
    [InlineData("end")]
    public void Backup_ServerKilled_Fails(string point)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);

        fixture.Server.Kill9();
        backup.LetGo();
        var result = backup.Program.WaitForEnd(NoticeLimit);
        fixture.Server.Start();

        Backups.AssertFailed(result, 1, "onnect");
        AssertCleanedUp(backup);
    }

    [Fact]
    public void Backup_ServerShutDown_EndsAndDoesNotHoldItUp()
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, "in-start");

        fixture.Server.Stop();
        var result = backup.Program.WaitForEnd(NoticeLimit);
        fixture.Server.Start();

        Backups.AssertFailed(result, 1, "connection");
        AssertCleanedUp(backup);
    }

    private void AssertCleanedUp(HeldBackup backup)
    {
        FreeServer.Assert(fixture.Server, "MyISAM", "InnoDB", "ROCKSDB");
        Backups.AssertIsNone(backup.Target);
        Deadline.WaitFor("the end of all processes", NoticeLimit, () => backup.LivingProcesses().Count == 0);
        Assert.False(Directory.Exists(fixture.CheckpointDirectory), "the MyRocks checkpoint is still there");
    }

    private void KillAll(IEnumerable<long> connections)
    {
        using var session = fixture.Server.Connect();
        foreach (var id in connections)
        {
            try
            {
                session.Execute($"KILL {id}");
            }
            catch (ServerException e) when (e.Code == NoSuchThread)
            {
                // it has just ended by itself
            }
        }
    }

    private long StageHolder() => long.Parse(fixture.Server.QueryScalar(
        "SELECT THREAD_ID FROM information_schema.METADATA_LOCK_INFO WHERE LOCK_TYPE = 'Backup lock' AND LOCK_MODE IN "
        + "('MDL_BACKUP_START', 'MDL_BACKUP_FLUSH', 'MDL_BACKUP_WAIT_DDL', 'MDL_BACKUP_WAIT_COMMIT')")!);

    private long[] Connections()
    {
        using var session = fixture.Server.Connect();
        return [.. session
            .Query($"SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = 'root' ORDER BY ID")
            .Select(row => long.Parse(row[0]!))];
    }
}
