using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Full;

/// <summary>When the target's file system is full, the backup fails soon, says so, and holds nothing in the server.</summary>
public sealed class FullTargetTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    private const string NoSpace = "No space left on device";

    // A server's files take about 150 MB, most of that in holes.
    private const int RoomyMegabytes = 300;
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Backup_TargetTooSmall_IsRefusedBeforeAnythingIsCopied()
    {
        using var small = new SmallFileSystem(8);

        var result = Backups.Take(fixture.Server, small["b"]);

        Backups.AssertFailed(result, 1, small["b"], "bytes free", "HINT: ");
        Assert.DoesNotContain("BACKUP STAGE", result.ErrorOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(small["b"]) && Directory.EnumerateFileSystemEntries(small["b"]).Any());
    }

    [Fact]
    public void Backup_TargetFillsUpWhileTablesAreCopied_Fails()
    {
        using var small = new SmallFileSystem(RoomyMegabytes);
        using var backup = HeldBackup.StartIn(fixture.Server, small["b"], fixture.Place["full-copy"], "in-start");
        backup.WaitUntilHeld();

        small.Fill(leaveBytes: 2 << 20);
        var result = backup.Finish();

        AssertFull(result, backup);
    }

    [Fact]
    public void Backup_TargetFillsUpWhileTheRedoLogIsCopied_FailsWithoutBeingLetGo()
    {
        using var small = new SmallFileSystem(RoomyMegabytes);
        using var backup = HeldBackup.StartIn(fixture.Server, small["b"], fixture.Place["full-redo"], "start-copied");
        backup.WaitUntilHeld();

        small.Fill();
        fixture.Server.Execute(
            "CREATE OR REPLACE TABLE f.more (t VARCHAR(1000)) ENGINE=InnoDB",
            "INSERT INTO f.more SELECT REPEAT('y', 1000) FROM f.seq_1_to_5000",
            "DROP TABLE f.more");
        var result = backup.Program.WaitForEnd(NoticeLimit);

        AssertFull(result, backup);
        Assert.Contains("ib_logfile0", result.ErrorOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_TargetFillsUpBeforeTheManifest_Fails()
    {
        using var small = new SmallFileSystem(RoomyMegabytes);
        using var backup = HeldBackup.StartIn(fixture.Server, small["b"], fixture.Place["full-end"], "end");
        backup.WaitUntilHeld();

        small.Fill();
        var result = backup.Finish();

        AssertFull(result, backup);
    }

    [Fact]
    public void Restore_TargetTooSmall_IsRefused()
    {
        Backups.Take(fixture.Server, fixture.Place["good"]).Succeeded();
        using var small = new SmallFileSystem(16);

        var result = UnderstudyProgram.Run("restore", fixture.Place["good"], $"--datadir={small["d"]}");

        Backups.AssertFailed(result, 1, small["d"], "HINT: ");
        Assert.False(File.Exists(small["d/ib_logfile0"]), "a server would start on what was restored in part");
    }

    private void AssertFull(ProcessResult result, HeldBackup backup)
    {
        Backups.AssertFailed(result, 1, NoSpace, backup.Target, "HINT: ");
        FreeServer.Assert(fixture.Server, "MyISAM", "InnoDB", "ROCKSDB");
        Backups.AssertIsNone(backup.Target);
        Assert.Empty(backup.LivingProcesses());
        Assert.False(Directory.Exists(fixture.CheckpointDirectory), "the MyRocks checkpoint is still there");
    }
}
