using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Killed;

/// <summary>However the program is ended, nothing takes what is left for a backup and nothing stays behind in the server.</summary>
public sealed class KilledBackupTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    private static readonly TimeSpan GuardLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SignalLimit = TimeSpan.FromSeconds(30);

    public static TheoryData<string, int> PointsAndSignals
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var point in HeldBackup.Points)
            {
                data.Add(point, Signals.Interrupt);
            }

            data.Add("in-start", Signals.Terminate);
            data.Add("block-ddl", Signals.Terminate);
            data.Add("block-commit", Signals.Terminate);
            return data;
        }
    }

    public static TheoryData<string> Points => [.. HeldBackup.Points];

    [Theory]
    [MemberData(nameof(Points))]
    public void Backup_KilledAtPoint_IsNoBackupAndFreesTheServer(string point)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);

        backup.Program.Signal(Signals.Kill);
        backup.Program.WaitForEnd(SignalLimit);

        FreeServer.Assert(fixture.Server, "MyISAM", "InnoDB", "ROCKSDB");
        Backups.AssertIsNone(backup.Target);
        AssertNothingStays(backup);
    }

    [Theory]
    [MemberData(nameof(PointsAndSignals))]
    public void Backup_CancelledAtPoint_CleansUp(string point, int signal)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);

        backup.Program.Signal(signal);
        var result = backup.Program.WaitForEnd(SignalLimit);

        Backups.AssertFailed(result, 130, "cancelled");
        FreeServer.Assert(fixture.Server, "MyISAM", "InnoDB", "ROCKSDB");
        Backups.AssertIsNone(backup.Target);
        Assert.False(Directory.Exists(fixture.CheckpointDirectory), "the MyRocks checkpoint is still there");
        Assert.Empty(backup.LivingProcesses());
    }

    [Theory]
    [InlineData("in-start")]
    [InlineData("block-commit")]
    public void Backup_CommunityStagesKilledAtPoint_IsNoBackupAndFreesTheServer(string point)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point, "--stages=community");

        backup.Program.Signal(Signals.Kill);
        backup.Program.WaitForEnd(SignalLimit);

        FreeServer.Assert(fixture.Server, "MyISAM", "InnoDB", "ROCKSDB");
        Backups.AssertIsNone(backup.Target);
        AssertNothingStays(backup);
    }

    [Theory]
    [InlineData("start-copied")]
    [InlineData("end")]
    public void Backup_PreparedAndKilledAtPoint_IsNoBackupAndFreesTheServer(string point)
    {
        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point, "--prepared");

        backup.Program.Signal(Signals.Kill);
        backup.Program.WaitForEnd(SignalLimit);

        FreeServer.Assert(fixture.Server, "MyISAM", "InnoDB", "ROCKSDB");
        Backups.AssertIsNone(backup.Target);
        AssertNothingStays(backup);
    }

    [Fact]
    public void Backup_AfterOneThatWasKilledWithItsCheckpoint_Succeeds()
    {
        using var killed = HeldBackup.At(fixture.Server, fixture.Place, "end");
        killed.Program.Signal(Signals.Kill);
        killed.Program.WaitForEnd(SignalLimit);

        // What cleans up after the first must not take the checkpoint of the second.
        using var next = HeldBackup.At(fixture.Server, fixture.Place, "end");
        Deadline.WaitFor("the end of the first", GuardLimit, () => killed.LivingProcesses().Count == 0);
        next.Finish().Succeeded();

        using var restored = Backups.RestoreAndStart(
            fixture.Server, next.Target, fixture.Place, "--plugin-load-add=ha_rocksdb", "--plugin-load-add=ha_archive");
        foreach (var engine in EnginesServer.Engines)
        {
            Assert.Equal("1000", restored.QueryScalar($"SELECT COUNT(*) FROM f.{engine}"));
        }
    }

    [Fact]
    public void Backup_KilledWhileItWaitsForStart_LetsDdlThroughSoon()
    {
        using var blocker = fixture.Server.Connect();
        blocker.Execute("LOCK TABLES f.InnoDB WRITE");
        using (var backup = HeldBackup.Start(fixture.Server, fixture.Place, "in-start"))
        {
            WaitUntilAStageWaits();
            backup.Program.Signal(Signals.Kill);
            backup.Program.WaitForEnd(SignalLimit);
        }

        // The server does not look at the connection of a waiting statement, so the try that was under way has to time out.
        Deadline.WaitFor("the end of the killed try", TimeSpan.FromMinutes(1), () => WaitingStages() == 0);
        FreeServer.Assert(fixture.Server);
    }

    [Fact]
    public void Backup_CancelledWhileItWaitsForStart_EndsSoon()
    {
        using var blocker = fixture.Server.Connect();
        blocker.Execute("LOCK TABLES f.InnoDB WRITE");
        using var backup = HeldBackup.Start(fixture.Server, fixture.Place, "in-start");
        WaitUntilAStageWaits();

        backup.Program.Signal(Signals.Interrupt);
        var result = backup.Program.WaitForEnd(SignalLimit);

        Backups.AssertFailed(result, 130, "cancelled");
        FreeServer.Assert(fixture.Server);
        Backups.AssertIsNone(backup.Target);
    }

    private void AssertNothingStays(HeldBackup backup)
    {
        Assert.True(
            Deadline.TryWaitFor(GuardLimit, () => backup.LivingProcesses().Count == 0),
            $"processes of the killed backup still run: {string.Join(", ", backup.LivingProcesses())}");
        Assert.False(Directory.Exists(fixture.CheckpointDirectory), "the MyRocks checkpoint is still there");
    }

    private void WaitUntilAStageWaits() =>
        Deadline.WaitFor("a waiting stage", TimeSpan.FromMinutes(1), () => WaitingStages() > 0);

    private int WaitingStages() => int.Parse(fixture.Server.QueryScalar(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'Waiting for backup lock' AND INFO LIKE '%BACKUP STAGE%'")!);
}
