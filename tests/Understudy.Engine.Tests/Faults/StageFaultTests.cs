using Understudy.Engine.Tests.Doubles;
using Understudy.Formats;
using Understudy.Protocol;
using Understudy.Server;

namespace Understudy.Engine.Tests.Faults;

/// <summary>The walk through the stages against a server double: what is held and what is told when a stage fails.</summary>
public sealed class StageFaultTests
{
    private static readonly TimeSpan LockTimeMax = TimeSpan.FromSeconds(30);
    private static readonly BackupStage[] Walk = [BackupStage.Start, BackupStage.Flush, BackupStage.BlockDdl, BackupStage.BlockCommit];

    public static TheoryData<BackupStage, uint> EachStageAndFault
    {
        get
        {
            var all = new TheoryData<BackupStage, uint>();
            foreach (var stage in Walk)
            {
                foreach (var code in (uint[])[ServerDouble.Lost, ServerDouble.Refused, ServerDouble.TimedOut, ServerDouble.Interrupted])
                {
                    all.Add(stage, code);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(EachStageAndFault))]
    public void Enter_ThatFails_KeepsTheStageBefore_UnlessTheConnectionIsLost(BackupStage stage, uint code)
    {
        var server = new ServerDouble();
        using var stages = Open(server);
        foreach (var before in Walk.TakeWhile(before => before != stage))
        {
            stages.Enter(before);
        }

        var held = server.Held;
        server.Fault = call => IsStage(call) ? code : null;

        var error = Assert.ThrowsAny<FailureException>(() => stages.Enter(stage));

        Assert.Equal(code == ServerDouble.TimedOut, error is StageTimeoutException { Kind: FailureKind.LockNotAvailable });
        Assert.Equal(code == ServerDouble.Lost, stages.ConnectionLost.IsCancellationRequested);
        Assert.Equal(code == ServerDouble.Lost ? Stage.None : held, server.Held);
        server.Fault = _ => null;
        if (code != ServerDouble.Lost)
        {
            stages.Enter(stage);
            Assert.Equal(stage, stages.Current);
        }

        stages.Dispose();
        Assert.Empty(server.Remains);
    }

    [Theory]
    [InlineData(ServerDouble.Lost)]
    [InlineData(ServerDouble.Refused)]
    public void End_ThatFails_SaysSoAndHoldsNothing(uint code)
    {
        var server = new ServerDouble();
        using var stages = Open(server);
        Array.ForEach(Walk, stage => stages.Enter(stage));
        server.Fault = call => call.Sql == "BACKUP STAGE END" ? code : null;

        Assert.Throws<ServerException>(() => stages.End(TimeSpan.FromSeconds(5)));

        Assert.Equal(code == ServerDouble.Lost, stages.ConnectionLost.IsCancellationRequested);
        Assert.DoesNotContain(stages.Timings, timing => timing.Stage == BackupStage.End);
        Assert.Empty(server.Remains);
    }

    [Fact]
    public void Connection_ThatIsLostBetweenStages_IsNoticed()
    {
        var server = new ServerDouble();
        using var stages = Open(server);
        stages.Enter(BackupStage.Start);

        server.Kill(stages.ConnectionId);

        Assert.True(stages.ConnectionLost.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(ServerDouble.Lost)]
    public void LockTime_ThatIsOverWhileACallerCopies_ReleasesEverything(uint codeOfEnd)
    {
        var server = new ServerDouble { Fault = call => call.Sql == "BACKUP STAGE END" && codeOfEnd != 0 ? codeOfEnd : null };
        var time = new ManualTime();
        using var stages = Open(server, time);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.Flush);

        time.Advance(LockTimeMax / 2);
        Assert.Equal(Stage.Flush, server.Held);
        time.Advance(LockTimeMax / 2);

        Assert.Equal(Stage.None, server.Held);
        Assert.True(stages.IsLockTimeOver);
        Assert.Throws<LockTimeException>(() => stages.Enter(BackupStage.BlockDdl));
        if (codeOfEnd == 0)
        {
            stages.Enter(BackupStage.Start);
            Assert.Equal(Stage.Start, server.Held);
        }
    }

    [Fact]
    public void KeepLocks_LetsTheTimeForLocksPass()
    {
        var server = new ServerDouble();
        var time = new ManualTime();
        using var stages = Open(server, time);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.BlockCommit);

        stages.KeepLocks();
        time.Advance(LockTimeMax * 2);

        Assert.Equal(Stage.BlockCommit, server.Held);
        Assert.False(stages.IsLockTimeOver);
        stages.End(TimeSpan.FromSeconds(5));
        Assert.Empty(server.Remains);
    }

    [Fact]
    public void KeepLocks_AfterTheTimeWasOver_IsRefused()
    {
        var server = new ServerDouble();
        var time = new ManualTime();
        using var stages = Open(server, time);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.BlockCommit);

        time.Advance(LockTimeMax);

        Assert.Equal(Stage.None, server.Held);
        Assert.Throws<LockTimeException>(stages.KeepLocks);
    }

    private static bool IsStage(DoubleCall call) => call.Sql.StartsWith("SET STATEMENT", StringComparison.Ordinal);

    private static BackupStages Open(ServerDouble server, ManualTime? time = null) => BackupStages.Open(server.Options, new BackupStagesOptions
    {
        LockWaitTimeout = TimeSpan.FromMilliseconds(300),
        Pause = TimeSpan.FromMilliseconds(10),
        Heartbeat = TimeSpan.FromMilliseconds(20),
        LockTimeMax = time is null ? Timeout.InfiniteTimeSpan : LockTimeMax,
        Time = time ?? TimeProvider.System,
    });
}
