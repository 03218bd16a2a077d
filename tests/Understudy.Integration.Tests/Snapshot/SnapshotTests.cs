using Understudy.Integration.Tests.Backup;
using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;
using Xunit.Abstractions;

namespace Understudy.Integration.Tests.Snapshot;

public sealed class SnapshotTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("10.11", 40)]
    [InlineData("11.8", 41)]
    public void SubvolumeUnderLoad_RestoredAndReplayed_EqualsTheSource(string version, int seed)
    {
        using var place = new MountedFileSystem("btrfs");

        LoadedBackup.ProveFor(MariaDbRelease.Find(version), new SnapshotTool("data"), seed, place: place, isOnOneVolume: true);

        ShowLockTime(place);
        Assert.False(Directory.Exists(place["data/#rocksdb/mariabackup-checkpoint"]), "the checkpoint is left over");
        Assert.NotEqual(0, RunningProgram.Run("touch", [place["backup/data/x"]]).ExitCode);
        Delete(place);
    }

    [Fact]
    public void ClonesUnderLoad_RestoredAndReplayed_EqualTheSource()
    {
        using var place = new MountedFileSystem("xfs");

        LoadedBackup.ProveFor(MariaDbRelease.V10_11, new SnapshotTool(""), seed: 42, place: place);

        ShowLockTime(place);
        Delete(place);
    }

    /// <summary>A command of the user's makes the snapshot; one that hangs holds nobody up; files elsewhere are refused.</summary>
    [Fact]
    public void Command_ThatWorks_ThatHangs_AndFilesElsewhere()
    {
        using var place = new MountedFileSystem("btrfs");
        OwnDataDirectory.Make(MariaDbRelease.V10_11, place["data"]);
        using var source = MariaDbServer.Start(new MariaDbServerOptions { Release = MariaDbRelease.V10_11, DataDirectory = place["data"] });
        source.Execute("CREATE DATABASE d", "CREATE TABLE d.i (n INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO d.i VALUES (1)");
        File.WriteAllText(place["data/d/#sql-left.frm"], "of a statement that was running");
        var command =
            $"""
            case $UNDERSTUDY_SNAPSHOT_STEP in
            create) btrfs subvolume snapshot {place["."]} {place["made"]};;
            open) mount --bind {place["made"]} $UNDERSTUDY_TARGET_DIR;;
            seal) mount -o remount,bind,ro $UNDERSTUDY_TARGET_DIR;;
            discard) umount $UNDERSTUDY_TARGET_DIR && btrfs subvolume delete {place["made"]};;
            esac
            """;

        Take(source, place["backup"], "--provider=exec", "--command", command).Succeeded();

        Assert.False(File.Exists(place["backup/data/d/#sql-left.frm"]));
        Assert.True(File.Exists(place["data/d/#sql-left.frm"]));
        UnderstudyProgram.Run("show", place["backup/data"]).Succeeded();
        Delete(place);
        Assert.False(Directory.Exists(place["made"]));

        var hung = Take(source, place["hung"], "--provider=exec", "--snapshot-timeout=1", "--command", "test $UNDERSTUDY_SNAPSHOT_STEP != create || sleep 600");
        Assert.Equal(1, hung.ExitCode);
        Assert.Contains("did not end in time", hung.ErrorOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place["hung"]));
        source.Execute("INSERT INTO d.i VALUES (2)", "DROP TABLE d.i");

        Directory.CreateDirectory(place["remote"]);
        source.Execute($"CREATE TABLE d.r (n INT) ENGINE=InnoDB DATA DIRECTORY='{place["remote"]}'");
        var refused = Take(source, place["refused"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("is not in its usual place", refused.ErrorOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place["refused"]));
    }

    private static ProcessResult Take(MariaDbServer source, string target, params string[] arguments)
    {
        using var program = new SnapshotTool("data", arguments).StartBackup(source, target);
        return program.WaitForEnd(Limit);
    }

    private void ShowLockTime(MountedFileSystem place)
    {
        var listed = UnderstudyProgram.Run("snapshot", "--list", place["."]).Succeeded().Output;
        output.WriteLine(listed);
        Assert.Contains(place["backup"], listed, StringComparison.Ordinal);
    }

    private static void Delete(MountedFileSystem place)
    {
        UnderstudyProgram.Run("snapshot", "--delete", place["backup"]).Succeeded();
        Assert.False(Directory.Exists(place["backup"]));
    }
}
