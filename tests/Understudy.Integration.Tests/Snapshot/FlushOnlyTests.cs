using Understudy.Integration.Tests.Configurations;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Snapshot;

/// <summary>A snapshot that blocks no commit, for the recovery of a server.</summary>
public sealed class FlushOnlyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void SnapshotUnderLoadAndDdl_IsRecoveredByAServer(string version)
    {
        using var place = new MountedFileSystem("btrfs");
        var options = new MariaDbServerOptions { Release = MariaDbRelease.Find(version), RocksDb = true };
        OwnDataDirectory.Make(options.Release, place["data"]);
        var acknowledged = 0;
        using (var source = MariaDbServer.Start(options with
        {
            DataDirectory = place["data"],
            Arguments = [$"--log-bin={place["data/binlog"]}", "--server-id=1"],
        }))
        {
            Prepare(source);
            using var commits = new JournalWriter(source);
            using var interrupted = new InterruptedStatements(source);
            commits.AwaitCount(20, Limit);
            acknowledged = commits.Count;

            var taken = UnderstudyProgram.Run("snapshot", "--socket", source.SocketPath, "--user", "root", "--target-dir", place["backup"], "--flush-only");

            Assert.True(taken.ExitCode == 3, $"{taken}");
            Assert.Contains("maybe being written when the snapshot was made: d.m; ", taken.ErrorOutput, StringComparison.Ordinal);
            Assert.DoesNotContain("  0 files of statements", taken.ErrorOutput, StringComparison.Ordinal);
            commits.AwaitCount(commits.Count + 5, Limit);
            commits.Stop();
        }

        var backup = place["backup/data"];
        Assert.Contains("no position", UnderstudyProgram.Run("show", backup).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("only the recovery of a server", UnderstudyProgram.Run("prepare", backup).ErrorOutput, StringComparison.Ordinal);
        Assert.All(File.ReadLines(Path.Combine(backup, "binlog.index")), line => Assert.StartsWith("./binlog.", line, StringComparison.Ordinal));
        using var restored = new TemporaryDirectory();
        UnderstudyProgram.Run("restore", backup, "--datadir", restored["data"]).Succeeded();
        CheckRecovered(options with { DataDirectory = restored["data"], Arguments = ["--log-bin=binlog", "--server-id=2"] }, acknowledged);
    }

    private static void Prepare(MariaDbServer source) => source.Execute(
        "CREATE DATABASE d",
        "CREATE TABLE d.i (n INT PRIMARY KEY) ENGINE=InnoDB",
        "CREATE TABLE d.r (n INT PRIMARY KEY) ENGINE=ROCKSDB",
        "CREATE TABLE d.m (n INT) ENGINE=MyISAM",
        "CREATE TABLE d.altered (n INT PRIMARY KEY) ENGINE=InnoDB",
        "INSERT INTO d.altered SELECT seq FROM d.seq_1_to_1000");

    private static void CheckRecovered(MariaDbServerOptions options, int acknowledged)
    {
        using var server = MariaDbServer.Start(options);
        var count = int.Parse(server.QueryScalar("SELECT COUNT(*) FROM d.i")!);
        Assert.InRange(count, acknowledged, int.MaxValue);
        Assert.Equal($"{count} {count}", server.QueryScalar("SELECT CONCAT(COUNT(*), ' ', MAX(n)) FROM d.r"));
        Assert.Equal($"{count}", server.QueryScalar("SELECT MAX(n) FROM d.i"));
        Assert.Equal("1000", server.QueryScalar("SELECT COUNT(*) FROM d.altered"));
        Assert.Equal("1", server.QueryScalar("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'd' AND TABLE_NAME = 'altered'"));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(server.DataDirectory, "d")), path => Path.GetFileName(path).StartsWith("#sql", StringComparison.Ordinal));
        Assert.All(TableCheck.FindDamage(server), damage => Assert.StartsWith("`d`.`m`: ", damage, StringComparison.Ordinal));
        server.Execute("INSERT INTO d.i VALUES (-1)", "DROP TABLE d.m");
    }
}
