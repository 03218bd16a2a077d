using System.Text.Json;
using Understudy.Testing;

namespace Understudy.Server.Tests.Status;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class StageStatusTests(SharedServers servers)
{
    private const int Done = 0;
    private const int StageHeld = 4;
    private const int StageNotSeen = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Releases => SharedServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Read_EveryStageWithPlugin_TellsStageHolderAndAge(string release)
    {
        var server = servers[release];
        using var reader = StageStatusReader.Open(server.Connection);
        reader.InstallPlugin();
        reader.InstallPlugin();
        using var holder = server.Connect();
        Deadline.WaitFor("the end of other tests' stages", TimeSpan.FromSeconds(30), () => reader.Read().IsHeld == false);
        BackupStage[] all = [BackupStage.Start, BackupStage.Flush, BackupStage.BlockDdl, BackupStage.BlockCommit];
        foreach (var stage in all)
        {
            holder.Execute($"BACKUP STAGE {stage.SqlName()}");

            // The answer comes a moment before the server's thread has gone to sleep.
            Deadline.WaitFor("the holder to be idle", TimeSpan.FromSeconds(30), () => reader.Read().Holder?.Command == "Sleep");
            var status = reader.Read();
            Assert.Equal(BlockerSource.MetadataLockInfo, status.Source);
            Assert.True(status.IsHeld);
            Assert.Equal(stage, status.Stage);
            Assert.Equal(holder.ConnectionId, status.Holder!.ConnectionId);
            Assert.Equal("root", status.Holder.User);
            Assert.Equal("Sleep", status.Holder.Command);
            Assert.NotNull(status.HeldFor);
            Assert.NotNull(status.SeenFor);
            Assert.Null(status.Wanted);
            Assert.Empty(status.Waiters);
            Assert.Empty(status.CannotSee);
        }

        holder.Execute("BACKUP STAGE END");
        Assert.False(reader.Read().IsHeld);
        server.Execute("UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Read_StageWaitsAndOthersWaitForIt_TellsWhoseTurnItIs(string release)
    {
        var server = servers[release];
        using var reader = StageStatusReader.Open(server.Connection);
        reader.InstallPlugin();
        using var admin = server.Connect();
        admin.Execute("CREATE DATABASE IF NOT EXISTS status");
        admin.Execute("CREATE TABLE IF NOT EXISTS status.m (a INT) ENGINE=MyISAM");
        using var writer = server.Connect();
        using var holder = server.Connect();
        using var late = server.Connect();
        holder.Execute("BACKUP STAGE START");
        var writing = TestThread.Start("writer", () => Interrupted(writer, "INSERT INTO status.m SELECT SLEEP(600)"));
        AwaitState(admin, writer.ConnectionId, "User sleep");
        var entering = TestThread.Start("stage", () => holder.Execute("SET STATEMENT lock_wait_timeout=600 FOR BACKUP STAGE BLOCK_DDL"));
        AwaitState(admin, holder.ConnectionId, ServerProcess.WaitingForBackupLock);
        var waiting = TestThread.Start("late", () => late.Execute("INSERT INTO status.m VALUES (1)"));
        AwaitState(admin, late.ConnectionId, ServerProcess.WaitingForBackupLock);

        var status = reader.Read();
        Assert.Equal(BackupStage.Flush, status.Stage);
        Assert.Equal(BackupStage.BlockDdl, status.Wanted);
        Assert.Equal(holder.ConnectionId, status.WantedBy!.ConnectionId);
        var blocker = Assert.Single(status.WaitsFor!.Items);
        Assert.Equal(writer.ConnectionId, blocker.ConnectionId);
        Assert.StartsWith("INSERT INTO status.m SELECT SLEEP", blocker.Statement);
        var waiter = Assert.Single(status.Waiters);
        Assert.Equal(late.ConnectionId, waiter.ConnectionId);
        Assert.Equal("INSERT INTO status.m VALUES (1)", waiter.Statement);

        var shown = Run(server, StageHeld);
        Assert.Contains("BACKUP STAGE FLUSH is held, BLOCK_DDL is waited for", shown);
        Assert.Contains($"waits for connection {writer.ConnectionId} (root@localhost) writes to a non-transactional table", shown);
        Assert.Contains($"waiting   connection {late.ConnectionId} (root@localhost) for", shown);

        admin.Execute($"KILL QUERY {writer.ConnectionId}");
        writing.Join();
        entering.Join();
        Assert.Equal(BackupStage.BlockDdl, reader.Read().Stage);
        holder.Execute("BACKUP STAGE END");
        waiting.Join();
        admin.Execute("UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Read_WithoutPlugin_SaysWhatCannotBeSeen(string release)
    {
        var server = servers[release];
        using var admin = server.Connect();
        using var holder = server.Connect();
        using var second = server.Connect();
        holder.Execute("BACKUP STAGE START");
        holder.Execute("BACKUP STAGE BLOCK_COMMIT");
        var waiting = TestThread.Start("second", () => second.Execute("BACKUP STAGE START"));
        AwaitState(admin, second.ConnectionId, ServerProcess.WaitingForBackupLock);

        using var reader = StageStatusReader.Open(server.Connection);
        var status = reader.Read();
        Assert.Equal(BlockerSource.ProcessList, status.Source);
        Assert.Null(status.IsHeld);
        Assert.Contains(status.CannotSee, text => text.StartsWith("a stage held by a connection that runs no statement", StringComparison.Ordinal));
        Assert.Equal(BackupStage.Start, status.Wanted);
        Assert.Equal(second.ConnectionId, status.WantedBy!.ConnectionId);
        Assert.Contains(status.WaitsFor!.Items, item => item.ConnectionId == holder.ConnectionId);
        Assert.Contains("whether a BACKUP STAGE is held cannot be seen, START is waited for", Run(server, StageNotSeen));

        // The plugin cannot be loaded now, and nothing hangs. Loaded later, it shows the lock without its age.
        var refused = UnderstudyProgram.Run("status", "--no-defaults", $"--socket={server.SocketPath}", "--user=root", "--install-plugin");
        Assert.Equal(11, refused.ExitCode);
        Assert.Contains("somebody blocks commits", refused.ErrorOutput);
        holder.Execute("BACKUP STAGE END");
        waiting.Join();
        reader.InstallPlugin();
        status = reader.Read();
        Assert.Equal(BackupStage.Start, status.Stage);
        Assert.Null(status.HeldFor);
        Assert.Contains(status.CannotSee, text => text.StartsWith("since when", StringComparison.Ordinal));
        second.Execute("BACKUP STAGE END");
        Assert.Contains("no BACKUP STAGE is held", Run(server, Done));
        admin.Execute("UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Theory]
    [InlineData("10.11", true)]
    [InlineData("10.11", false)]
    [InlineData("11.8", true)]
    [InlineData("11.8", false)]
    public void Read_StockToolHoldsTheStages_IsSeenInEach(string release, bool hasPlugin)
    {
        var server = servers[release];
        using var reader = StageStatusReader.Open(server.Connection);
        if (hasPlugin)
        {
            reader.InstallPlugin();
        }

        using var admin = server.Connect();
        admin.Execute("CREATE DATABASE IF NOT EXISTS status");
        admin.Execute("CREATE TABLE IF NOT EXISTS status.m (a INT) ENGINE=MyISAM");
        admin.Execute("CREATE TABLE IF NOT EXISTS status.s (a INT) ENGINE=InnoDB");

        // Somebody is in the way of each stage that waits. Where it waits, the tool is stopped, and keeps what it is given.
        using var locker = server.Connect();
        using var writer = server.Connect();
        using var systemWriter = server.Connect();
        locker.Execute("LOCK TABLES status.s WRITE");
        using var target = new TemporaryDirectory();
        using var backup = new StockTool(server.Release).StartBackup(server, target["b"]);
        var wanting = AwaitWanted(BackupStage.Start);
        Assert.True(hasPlugin ? wanting.IsHeld == false : wanting.IsHeld is null);
        Assert.Contains(wanting.WaitsFor!.Items, item => item.ConnectionId == locker.ConnectionId);
        var writing = TestThread.Start("writer", () => Interrupted(writer, "INSERT INTO status.m SELECT SLEEP(600)"));
        var systemWriting = TestThread.Start(
            "system writer", () => Interrupted(systemWriter, "INSERT INTO mysql.time_zone_leap_second SELECT 1, SLEEP(600)"));
        AwaitState(admin, writer.ConnectionId, "User sleep");
        AwaitState(admin, systemWriter.ConnectionId, "User sleep");

        HoldAt(BackupStage.Start, () => locker.Execute("UNLOCK TABLES"));
        var wanted = AwaitWanted(BackupStage.BlockDdl);
        Assert.Contains(wanted.WaitsFor!.Items, item => item.ConnectionId == writer.ConnectionId);
        Assert.Equal(hasPlugin ? BackupStage.Flush : wanted.Stage, wanted.Stage);
        HoldAt(BackupStage.BlockDdl, () => admin.Execute($"KILL QUERY {writer.ConnectionId}"));
        wanted = AwaitWanted(BackupStage.BlockCommit);
        Assert.Contains(wanted.WaitsFor!.Items, item => item.ConnectionId == systemWriter.ConnectionId);
        HoldAt(BackupStage.BlockCommit, () => admin.Execute($"KILL QUERY {systemWriter.ConnectionId}"));
        writing.Join();
        systemWriting.Join();
        backup.WaitForEnd(Limit).Succeeded();
        Assert.Equal(hasPlugin ? false : null, reader.Read().IsHeld);
        if (hasPlugin)
        {
            admin.Execute("UNINSTALL SONAME 'metadata_lock_info'");
        }

        StageStatus AwaitWanted(BackupStage stage)
        {
            var status = reader.Read();
            Deadline.WaitFor($"{stage} to be waited for", Limit, () => (status = reader.Read()).Wanted == stage);
            return status;
        }

        void HoldAt(BackupStage stage, Action letIn)
        {
            backup.Signal(Signals.Stop);
            letIn();
            var status = reader.Read();
            Deadline.WaitFor($"{stage} to be granted", Limit, () => (status = reader.Read()) is { Wanted: null, Waiters.Count: 0 } && IsSeen(status, stage));
            backup.Signal(Signals.Continue);
        }

        bool IsSeen(StageStatus status, BackupStage stage) => hasPlugin
            ? status is { Source: BlockerSource.MetadataLockInfo, IsHeld: true, Holder.Command: "Sleep" } && status.Stage == stage
            : status is { Source: BlockerSource.ProcessList, IsHeld: null } && status.CannotSee.Any(text => text.StartsWith("a stage held", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_PerformanceSchema_SeesThatAndWhoNotWhich()
    {
        using var server = MariaDbServer.Start(
            MariaDbRelease.V11_8, "--performance-schema=ON",
            "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON");
        using var reader = StageStatusReader.Open(server.Connection);
        using var holder = server.Connect();
        Assert.False(reader.Read().IsHeld);
        holder.Execute("BACKUP STAGE START");
        holder.Execute("BACKUP STAGE BLOCK_DDL");
        var status = reader.Read();
        Assert.Equal(BlockerSource.PerformanceSchema, status.Source);
        Assert.True(status.IsHeld);
        Assert.Null(status.Stage);
        Assert.Equal(holder.ConnectionId, status.Holder!.ConnectionId);
        Assert.Equal("understudy-test", status.Holder.Program);
        Assert.Contains("(which one is not seen)", Run(server, StageHeld));
    }

    [Fact]
    public void Read_AccountWithoutProcess_SaysSo()
    {
        var server = servers["10.11"];
        server.Execute("CREATE OR REPLACE USER blind@localhost", "INSTALL SONAME 'metadata_lock_info'");
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        using var reader = StageStatusReader.Open(server.Connection with { User = "blind" });
        var status = reader.Read();
        Assert.True(status.IsHeld);
        Assert.Equal(BackupStage.Start, status.Stage);
        Assert.Equal(holder.ConnectionId, status.Holder!.ConnectionId);
        Assert.Null(status.Holder.User);
        Assert.Contains(status.CannotSee, text => text.Contains("PROCESS", StringComparison.Ordinal));
        holder.Execute("BACKUP STAGE END");
        server.Execute("DROP USER blind@localhost", "UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Fact]
    public void Watch_Json_GoesOnUntilInterrupted()
    {
        var server = servers["11.8"];
        server.Execute("INSTALL SONAME 'metadata_lock_info'");
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        using var program = UnderstudyProgram.Start(
            ["status", "--no-defaults", $"--socket={server.SocketPath}", "--user=root", "--watch", "--interval=0.1", "--json"]);
        AwaitOutput(program, "\"stage\":\"START\"");
        holder.Execute("BACKUP STAGE FLUSH");
        AwaitOutput(program, "\"stage\":\"FLUSH\"");
        holder.Execute("BACKUP STAGE END");
        AwaitOutput(program, "\"isHeld\":false");
        program.Signal(Signals.Interrupt);
        var result = program.WaitForEnd(Limit);
        Assert.Equal(130, result.ExitCode);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        server.Execute("UNINSTALL SONAME 'metadata_lock_info'");
    }

    [Theory]
    [InlineData("BACKUP STAGE FLUSH", BackupStage.Flush)]
    [InlineData("backup  stage `block_ddl`", BackupStage.BlockDdl)]
    [InlineData("SET STATEMENT lock_wait_timeout=5 FOR BACKUP STAGE START", BackupStage.Start)]
    [InlineData("SELECT 'BACKUP STAGE FLUSH'", null)]
    [InlineData("BACKUP STAGE", null)]
    [InlineData(null, null)]
    public void StageOf_Statement_IsRecognized(string? statement, BackupStage? stage) =>
        Assert.Equal(stage, StageStatement.StageOf(statement));

    private static string Run(MariaDbServer server, int exitCode)
    {
        var result = UnderstudyProgram.Run("status", "--no-defaults", $"--socket={server.SocketPath}", "--user=root");
        Assert.Equal(exitCode, result.ExitCode);
        return result.Output;
    }

    private static void AwaitOutput(RunningProgram program, string text) => Deadline.WaitFor(
        text, Limit, () => program.HasEnded || program.OutputSoFar.Contains(text, StringComparison.Ordinal));

    private static void Interrupted(ServerSession session, string sql) =>
        Assert.Equal(ServerErrorCode.QueryInterrupted, Assert.Throws<ServerException>(() => session.Execute(sql)).Code);

    private static void AwaitState(ServerSession watcher, uint connection, string state) =>
        Deadline.WaitFor(state, Limit, () => watcher.QueryScalar(
            $"SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = {connection}") == state);
}
