using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Targets on other kinds of file systems than the server's: direct I/O and holes are not the same everywhere.</summary>
public sealed class FileSystemTests
{
    [Theory]
    [InlineData("tmpfs")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void BackupAndRestore_OnAnotherFileSystem(string type)
    {
        using var other = new MountedFileSystem(type);
        using var trip = new RoundTrip(new MariaDbServerOptions { Release = MariaDbRelease.V10_11, RocksDb = true });
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE i (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB",
            "INSERT INTO i SELECT seq, REPEAT(MD5(seq), 20) FROM seq_1_to_5000",
            "CREATE TABLE zip (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=1",
            "INSERT INTO zip SELECT id, 'z' FROM i",
            "CREATE TABLE packed (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB PAGE_COMPRESSED=1",
            "INSERT INTO packed SELECT * FROM i",
            "CREATE TABLE m (id INT PRIMARY KEY, v TEXT) ENGINE=MyISAM",
            "INSERT INTO m SELECT * FROM i",
            "CREATE TABLE r (id INT PRIMARY KEY, v TEXT) ENGINE=ROCKSDB",
            "INSERT INTO r SELECT * FROM i");
        trip.BackUpWith("start-copied", () => trip.ExecuteIn("d", "UPDATE i SET v = MD5(id) WHERE id % 3 = 0", "UPDATE m SET v = 'm'"));
        var onHome = trip.BackupDirectory;
        var state = ServerState.Capture(trip.Source);

        // From here to there, and from there to here.
        UnderstudyProgram.Run("restore", onHome, "--datadir", other["restored"]).Succeeded();
        using (var restored = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V10_11, RocksDb = true, DataDirectory = other["restored"],
        }))
        {
            RoundTrip.AssertEqual(state, restored);
        }

        Directory.Delete(other["restored"], recursive: true);
        trip.BackupDirectory = other["backup"];
        UnderstudyProgram.Run(
            "backup", "--socket", trip.Source.SocketPath, "--user", "root", "--target-dir", trip.BackupDirectory).Succeeded();
        Assert.False(Directory.Exists(Path.Combine(trip.Source.DataDirectory, "#rocksdb", "mariabackup-checkpoint")));
        trip.Prove(state);
    }

    /// <summary>The server's own files there: times of birth, direct I/O and holes of the sources are another file system's too.</summary>
    [Theory]
    [InlineData("tmpfs")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void ServerOnAnotherFileSystem_UnderLoad_ReplaysToTheSource(string type)
    {
        using var other = new MountedFileSystem(type);
        OwnDataDirectory.Make(MariaDbRelease.V11_8, other["data"]);
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V11_8,
            RocksDb = true,
            DataDirectory = other["data"],
            Arguments = WorkloadOptions.SourceArguments,
        });

        var state = trip.BackUpUnderLoad();

        trip.Restore().Succeeded();
        trip.ProveReplayed(state);
    }
}
