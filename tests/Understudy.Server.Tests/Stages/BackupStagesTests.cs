using System.Collections.Concurrent;
using System.Diagnostics;
using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Server.Tests.Stages;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class BackupStagesTests(SharedServers servers)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Releases => SharedServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Enter_EachStage_HoldsWhatItShould(string release)
    {
        var server = servers[release];
        using var other = server.Connect();
        Prepare(other);
        using var stages = BackupStages.Open(server.Connection);
        BackupStage[] all = [BackupStage.Start, BackupStage.Flush, BackupStage.BlockDdl, BackupStage.BlockCommit];
        string[] blocked =
        [
            "BACKUP STAGE START", "INSERT INTO stages.m VALUES (1)", "CREATE OR REPLACE TABLE stages.new (a INT)",
            "INSERT INTO stages.t VALUES (1)",
        ];
        for (var i = 0; i < all.Length; i++)
        {
            stages.Enter(all[i]);
            Assert.Equal(all[i], stages.Current);
            Assert.True(IsBlocked(other, blocked[i]), $"{blocked[i]} ran in {all[i]}");
            foreach (var sql in blocked[(i + 1)..])
            {
                Assert.False(IsBlocked(other, sql), $"{sql} did not run in {all[i]}");
            }
        }

        stages.End(Limit);
        Assert.Equal(BackupStage.End, stages.Current);
        Assert.Equal([.. all, BackupStage.End], stages.Timings.Select(timing => timing.Stage));
        Assert.False(IsBlocked(other, "INSERT INTO stages.t VALUES (2)"));
        stages.End(Limit);
        Assert.False(stages.ConnectionLost.IsCancellationRequested);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Enter_HeldByAnotherBackup_NamesItAndHowLong(string release)
    {
        var server = servers[release];
        using var admin = server.Connect();
        admin.Execute("INSTALL SONAME 'metadata_lock_info'");
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        holder.Execute("BACKUP STAGE FLUSH");
        var reports = new ConcurrentQueue<StageWait>();
        using var stages = BackupStages.Open(server.Connection, Impatient(2) with { Waiting = reports.Enqueue });
        var error = Assert.Throws<StageTimeoutException>(() => stages.Enter(BackupStage.Start));

        Assert.Equal(FailureKind.LockNotAvailable, error.Kind);
        Assert.StartsWith("BACKUP STAGE START was not had within", error.Message);
        Assert.Equal(BlockerSource.MetadataLockInfo, error.Blockers!.Source);
        var blocker = Assert.Single(error.Blockers.Items);
        Assert.Equal(holder.ConnectionId, blocker.ConnectionId);
        Assert.InRange(blocker.For.TotalSeconds, 1.5, 60);
        Assert.Contains(
            $"connection {holder.ConnectionId} (root@localhost) holds BACKUP STAGE FLUSH for", error.Message);
        Assert.Contains($"KILL {holder.ConnectionId}", error.Hint);
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.Equal(BackupStage.Start, report.Stage));
        holder.Execute("BACKUP STAGE END");
        stages.Enter(BackupStage.Start);
        stages.End(Limit);
        admin.Execute("UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Enter_HeldByLockTablesWithoutPlugin_GuessesFromTheProcessList(string release)
    {
        var server = servers[release];
        using var holder = server.Connect();
        Prepare(holder);
        holder.Execute("LOCK TABLES stages.t WRITE");
        var connection = server.Connection;
        using var own = BackupLock.Open(connection, Limit);
        using var stages = BackupStages.Open(connection with { ConnectTimeout = Limit }, Impatient(1));
        var error = Assert.Throws<StageTimeoutException>(() => stages.Enter(BackupStage.Start));
        Assert.Equal(BlockerSource.ProcessList, error.Blockers!.Source);
        Assert.Contains(error.Blockers.Items, item => item.ConnectionId == holder.ConnectionId);
        Assert.DoesNotContain(error.Blockers.Items, item => item.ConnectionId == own.ConnectionId);
        Assert.Contains("a guess from the process list", error.Message);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Enter_WriterOfMyIsam_IsWaitedForAndTheStageRetried(string release)
    {
        var server = servers[release];
        using var admin = server.Connect();
        Prepare(admin);
        admin.Execute("INSTALL SONAME 'metadata_lock_info'");
        using var writer = server.Connect();
        using var stages = BackupStages.Open(
            server.Connection, Impatient(20) with { FirstTry = TimeSpan.FromSeconds(1) });
        stages.Enter(BackupStage.Start);
        using var pause = server.Connect();
        pause.Execute("DO GET_LOCK('pause', 0)");
        var writing = TestThread.Start("writer", () => writer.Execute("INSERT INTO stages.m SELECT GET_LOCK('pause', 600)"));
        AwaitState(admin, writer.ConnectionId, "User lock");
        var blockers = StageBlockers.Read(admin, BackupStage.BlockDdl, stages.ConnectionId);
        Assert.Equal(writer.ConnectionId, Assert.Single(blockers.Items).ConnectionId);
        Assert.Contains("writes to a non-transactional table", blockers.Text);
        Assert.Contains("INSERT INTO stages.m", blockers.Text);
        var releasing = TestThread.Start("releasing", () =>
        {
            AwaitState(admin, stages.ConnectionId, "Waiting for backup lock");
            Thread.Sleep(TimeSpan.FromSeconds(1.5)); // longer than the first try
            pause.Execute("DO RELEASE_LOCK('pause')");
        });
        stages.Enter(BackupStage.BlockDdl);
        Assert.True(stages.Timings[^1].WaitedFor > TimeSpan.FromSeconds(1), "did not wait");
        releasing.Join();
        writing.Join();
        stages.End(Limit);
        admin.Execute("UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Enter_Cancelled_ReturnsAtOnceAndStaysInTheStageBefore(string release)
    {
        var server = servers[release];
        using var holder = server.Connect();
        Prepare(holder);
        using var stages = BackupStages.Open(server.Connection, Impatient(60));
        stages.Enter(BackupStage.Start);
        holder.Execute("LOCK TABLES stages.m WRITE");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => stages.Enter(BackupStage.BlockDdl, cancellation.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
        Assert.Equal(BackupStage.Start, stages.Current);
        holder.Execute("UNLOCK TABLES");
        stages.Enter(BackupStage.BlockDdl);
        stages.End(Limit);
    }

    [Fact]
    public void Enter_KillQueryByAnAdministrator_IsNotRetried()
    {
        var server = servers["10.11"];
        using var admin = server.Connect();
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        using var stages = BackupStages.Open(server.Connection, Impatient(60));
        var killer = TestThread.Start("killer", () =>
        {
            AwaitState(admin, stages.ConnectionId, "Waiting for backup lock");
            admin.Execute($"KILL QUERY {stages.ConnectionId}");
        });
        var error = Assert.Throws<ServerException>(() => stages.Enter(BackupStage.Start));
        killer.Join();
        Assert.Equal(ServerErrorCode.QueryInterrupted, error.Code);
        Assert.False(stages.ConnectionLost.IsCancellationRequested);
        holder.Execute("BACKUP STAGE END");
        stages.Enter(BackupStage.Start);
        stages.End(Limit);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void ConnectionLost_IdleConnectionKilled_IsNoticedWithinSeconds(string release)
    {
        var server = servers[release];
        using var admin = server.Connect();
        using var stages = BackupStages.Open(server.Connection);
        stages.Enter(BackupStage.Start);
        var clock = Stopwatch.StartNew();
        admin.Execute($"KILL {stages.ConnectionId}");
        Assert.True(stages.ConnectionLost.WaitHandle.WaitOne(Limit), "not noticed");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
        var error = Assert.Throws<ServerException>(() => stages.End(Limit));
        Assert.True(error.IsConnectionLost, error.Message);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void ConnectionLost_KilledWhileWaiting_IsNoticed(string release)
    {
        var server = servers[release];
        using var admin = server.Connect();
        Prepare(admin);
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        using var stages = BackupStages.Open(server.Connection, Impatient(60));
        var killer = TestThread.Start("killer", () =>
        {
            AwaitState(admin, stages.ConnectionId, "Waiting for backup lock");
            admin.Execute($"KILL {stages.ConnectionId}");
        });
        var error = Assert.Throws<ServerException>(() => stages.Enter(BackupStage.Start));
        killer.Join();
        Assert.True(error.IsConnectionLost, error.Message);
        Assert.True(stages.ConnectionLost.IsCancellationRequested);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Dispose_InAnyStage_FreesTheServer(string release)
    {
        var server = servers[release];
        using var other = server.Connect();
        Prepare(other);
        BackupStage[] all = [BackupStage.Start, BackupStage.Flush, BackupStage.BlockDdl, BackupStage.BlockCommit];
        foreach (var stage in all)
        {
            using (var stages = BackupStages.Open(server.Connection))
            {
                stages.Enter(BackupStage.Start);
                if (stage != BackupStage.Start)
                {
                    stages.Enter(stage);
                }
            }

            Assert.False(IsBlocked(other, "BACKUP STAGE START"), $"a stage is left after {stage}");
        }
    }

    [Fact]
    public void ConnectionLost_ServerCrashes_IsNoticedAndDisposeReturns()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V10_11);
        var stages = BackupStages.Open(server.Connection);
        stages.Enter(BackupStage.Start);
        server.Kill9();
        Assert.True(stages.ConnectionLost.WaitHandle.WaitOne(Limit), "not noticed");
        stages.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stages.Enter(BackupStage.Flush));
    }

    [Fact]
    public void End_ServerFrozen_GivesUpInTimeAndTheServerFreesTheStage()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V10_11);
        using var stages = BackupStages.Open(server.Connection);
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.BlockCommit);
        Freeze(server);
        try
        {
            var clock = Stopwatch.StartNew();
            var error = Assert.Throws<ServerException>(() => stages.End(TimeSpan.FromSeconds(2)));
            Assert.True(error.IsConnectionLost, error.Message);
            Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 30);
            Assert.True(stages.ConnectionLost.IsCancellationRequested);
        }
        finally
        {
            Thaw(server);
        }

        using var other = server.Connect();
        other.Execute("SET STATEMENT lock_wait_timeout=20 FOR BACKUP STAGE START");
        other.Execute("BACKUP STAGE END");
    }

    [Fact]
    public void Enter_CancelledOnAFrozenServer_CutsTheConnection()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V10_11);
        using var stages = BackupStages.Open(server.Connection);
        Freeze(server);
        try
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            var clock = Stopwatch.StartNew();
            Assert.ThrowsAny<OperationCanceledException>(() => stages.Enter(BackupStage.Start, cancellation.Token));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
            Assert.True(stages.ConnectionLost.IsCancellationRequested);
        }
        finally
        {
            Thaw(server);
        }
    }

    [Fact]
    public void Enter_EarlierOrSameStage_IsRefusedHere()
    {
        using var stages = BackupStages.Open(servers["10.11"].Connection);
        Assert.Throws<InvalidOperationException>(() => stages.Enter(BackupStage.Flush));
        stages.Enter(BackupStage.Start);
        stages.Enter(BackupStage.Flush);
        Assert.Throws<InvalidOperationException>(() => stages.Enter(BackupStage.Flush));
        Assert.Throws<InvalidOperationException>(() => stages.Enter(BackupStage.Start));
        Assert.Throws<InvalidOperationException>(() => stages.Enter(BackupStage.End));
        stages.End(Limit);
        Assert.Throws<InvalidOperationException>(() => stages.Enter(BackupStage.BlockDdl));
    }

    [Fact]
    public void Read_PerformanceSchemaOn_FindsTheHolderAndItsProgram()
    {
        using var server = MariaDbServer.Start(
            MariaDbRelease.V11_8, "--performance-schema=ON",
            "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON");
        using var admin = server.Connect();
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        var blockers = StageBlockers.Read(admin, BackupStage.Start, admin.ConnectionId);
        Assert.Equal(BlockerSource.PerformanceSchema, blockers.Source);
        var blocker = Assert.Single(blockers.Items);
        Assert.Equal(holder.ConnectionId, blocker.ConnectionId);
        Assert.Equal("understudy-test", blocker.Program);
    }

    private static void Freeze(MariaDbServer server)
    {
        // The signal is sent at once, but each thread stops at its next turn.
        Signals.Send(server.ProcessId, Signals.Stop);
        Deadline.WaitFor("all threads to stop", Limit, () => Directory
            .GetDirectories($"/proc/{server.ProcessId}/task")
            .All(task => File.ReadAllText($"{task}/stat").Split(") ")[^1][0] == 'T'));
    }

    private static void Thaw(MariaDbServer server) => Signals.Send(server.ProcessId, Signals.Continue);

    private static BackupStagesOptions Impatient(int seconds) =>
        new() { LockWaitTimeout = TimeSpan.FromSeconds(seconds) };

    private static void Prepare(ServerSession session)
    {
        session.Execute("CREATE DATABASE IF NOT EXISTS stages");
        session.Execute("CREATE TABLE IF NOT EXISTS stages.t (a INT) ENGINE=InnoDB");
        session.Execute("CREATE TABLE IF NOT EXISTS stages.m (a INT) ENGINE=MyISAM");
    }

    private static bool IsBlocked(ServerSession session, string sql)
    {
        try
        {
            session.Execute($"SET STATEMENT lock_wait_timeout=0 FOR {sql}");
            if (sql.StartsWith("BACKUP", StringComparison.Ordinal))
            {
                session.Execute("BACKUP STAGE END");
            }

            return false;
        }
        catch (ServerException e) when (e.IsLockWaitTimeout)
        {
            return true;
        }
    }

    private static void AwaitState(ServerSession watcher, uint connection, string state) =>
        Deadline.WaitFor(state, Limit, () => watcher.QueryScalar(
            $"SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = {connection}") == state);
}
