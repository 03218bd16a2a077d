using System.Diagnostics;
using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;
using Xunit.Abstractions;

namespace Understudy.Integration.Tests.Backup;

/// <summary>Backups whose files are clones, on file systems that can clone.</summary>
public sealed class ReflinkTests(ITestOutputHelper output)
{
    private const int Rows = 12_000;

    [Theory]
    [InlineData("xfs", "11.8", 31)]
    [InlineData("btrfs", "10.11", 32)]
    public void BackupUnderLoad_RestoredAndReplayed_EqualsTheSource(string type, string number, int seed)
    {
        using var place = new MountedFileSystem(type);
        LoadedBackup.ProveFor(MariaDbRelease.Find(number), new UnderstudyTool("--method=reflink"), seed, place: place);
    }

    [Theory]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void Backup_SharesBlocks_FindsDamage_AndIsRefusedElsewhere(string type)
    {
        using var place = new MountedFileSystem(type);
        OwnDataDirectory.Make(MariaDbRelease.V10_11, place["data"]);
        if (type == "btrfs")
        {
            // Files without checksums, as is advised for databases on btrfs, clone only to others without.
            Directory.CreateDirectory(place["data/d"]);
            RunningProgram.Run("chattr", ["+C", place["data/d"]]).Succeeded();
        }

        using var source = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V10_11, DataDirectory = place["data"], Arguments = ["--innodb-buffer-pool-load-at-startup=OFF"],
        });
        source.Execute(
            $"CREATE DATABASE {(type == "btrfs" ? "IF NOT EXISTS" : "")} d",
            "CREATE TABLE d.i (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB",
            "CREATE TABLE d.p (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB PAGE_COMPRESSED=1",
            "CREATE TABLE d.m (id INT PRIMARY KEY, v TEXT) ENGINE=MyISAM",
            "CREATE TABLE d.a (id INT PRIMARY KEY, v TEXT) ENGINE=Aria TRANSACTIONAL=1");
        foreach (var table in (string[])["i", "p", "m", "a"])
        {
            source.Execute($"INSERT INTO d.{table} SELECT seq, REPEAT(MD5(seq), 10) FROM d.seq_1_to_{Rows}");
        }

        source.Execute("SET GLOBAL innodb_fast_shutdown = 0");
        source.Stop();
        source.Start();
        var free = Free(place);
        Take(source, place["cloned"], "--method=reflink").Succeeded();
        var took = free - Free(place);
        Assert.True(took < SizeOf(place["cloned"]) / 2, $"{took} bytes were taken for a backup of {SizeOf(place["cloned"])}");
        Take(source, place["copied"], "--method=copy").Succeeded();
        CompareWithRestored(source, place["cloned"]);

        using var elsewhere = new TemporaryDirectory();
        var refused = Take(source, elsewhere["backup"], "--method=reflink");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("cannot clone", refused.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains("files are copied", Take(source, elsewhere["copied"], "--method=auto").Succeeded().ErrorOutput, StringComparison.Ordinal);

        Damage(place["data/d/i.ibd"]);
        var damaged = Take(source, place["damaged"], "--method=reflink");
        Assert.Equal(20, damaged.ExitCode);
        Assert.Contains("page 20", damaged.ErrorOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_ReadsItsClonesWhenNothingIsHeld_AndMendsOnlyWhatIsOfItsMoment()
    {
        using var place = new MountedFileSystem("xfs");
        using var marks = new TemporaryDirectory();
        OwnDataDirectory.Make(MariaDbRelease.V10_11, place["data"]);
        using var source = MariaDbServer.StartOn(place["data"], MariaDbRelease.V10_11);
        source.Execute("CREATE DATABASE d", "CREATE TABLE d.i (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB");
        source.Execute($"INSERT INTO d.i SELECT seq, REPEAT(MD5(seq), 10) FROM d.seq_1_to_{Rows}");
        source.Execute("FLUSH TABLES d.i FOR EXPORT", "UNLOCK TABLES");

        // Torn, and the server's page is as it was: mended.
        var mended = TakeHeldAtEnd("mended", () =>
        {
            source.Execute("INSERT INTO d.i VALUES (0, 'committed after the backup point, while the clones are unread')");
            Damage(place["mended/d/i.ibd"]);
        });
        mended.Succeeded();
        source.Execute("DELETE FROM d.i WHERE id = 0");
        CompareWithRestored(source, place["mended"]);

        // The server's page is newer than the log that was copied.
        var refused = TakeHeldAtEnd("refused", () =>
        {
            Damage(place["refused/d/i.ibd"]);
            source.Execute("UPDATE d.i SET v = REVERSE(v)", "FLUSH TABLES d.i FOR EXPORT", "UNLOCK TABLES");
        });
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("page 20 of", refused.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains("cloned while it was being written", refused.ErrorOutput, StringComparison.Ordinal);
        Assert.False(File.Exists(place["refused/understudy.json"]));

        // There is another file of that name now.
        var damaged = TakeHeldAtEnd("damaged", () =>
        {
            Damage(place["damaged/d/i.ibd"]);
            source.Execute("TRUNCATE d.i");
        });
        Assert.Equal(20, damaged.ExitCode);
        Assert.Contains("page 20", damaged.ErrorOutput, StringComparison.Ordinal);

        ProcessResult TakeHeldAtEnd(string name, Action meanwhile)
        {
            var hold = new BackupHold("end", marks[name]);
            using var backup = new UnderstudyTool().StartBackup(source, place[name], hold, "--method=reflink");
            hold.WaitUntilReached(backup);
            meanwhile();
            hold.LetGo();
            return backup.WaitForEnd(TimeSpan.FromMinutes(5));
        }
    }

    /// <summary>A backup that is published unverified, and everything that is done with one.</summary>
    [Fact]
    public void BackupThatIsVerifiedLater_IsSafeInAllThatUsesIt()
    {
        using var place = new MountedFileSystem("xfs");
        OwnDataDirectory.Make(MariaDbRelease.V10_11, place["data"]);
        using var source = MariaDbServer.StartOn(place["data"], MariaDbRelease.V10_11);
        source.Execute(
            "CREATE DATABASE d",
            "CREATE TABLE d.i (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB",
            "CREATE TABLE d.z (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB ROW_FORMAT=COMPRESSED",
            "CREATE TABLE d.m (id INT PRIMARY KEY, v TEXT) ENGINE=MyISAM",
            "CREATE TABLE d.a (id INT PRIMARY KEY, v TEXT) ENGINE=Aria TRANSACTIONAL=1");
        foreach (var table in (string[])["i", "z", "m", "a"])
        {
            source.Execute($"INSERT INTO d.{table} SELECT seq, REPEAT(MD5(seq), 10) FROM d.seq_1_to_{Rows}");
        }

        source.Execute("FLUSH TABLES d.i, d.z, d.m, d.a FOR EXPORT", "UNLOCK TABLES");
        var taken = Take(source, place["backup"], "--method=reflink", "--verify=later").Succeeded();
        Assert.Contains("this backup is not verified: ", taken.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains($"understudy verify {place["backup"]}", taken.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains("complete, not verified", UnderstudyProgram.Run("show", place["backup"]).Succeeded().Output, StringComparison.Ordinal);
        var increment = new UnderstudyTool().StartBackup(source, place["increment"], hold: null, "--incremental-base", place["backup"]);
        using (increment)
        {
            increment.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();
        }

        // Merged into a copy, which verifies it while it is made; and into the backup itself, which is verified first.
        CompareWithRestored(source, place["backup"], place["increment"]);
        RunningProgram.Run("cp", ["-a", "--reflink=always", place["backup"], place["base"]]).Succeeded();
        UnderstudyProgram.Run("prepare", place["base"], "--incremental-dir", place["increment"]).Succeeded();
        Assert.DoesNotContain("unverified", File.ReadAllText(place["base/understudy.json"]), StringComparison.Ordinal);
        UnderstudyProgram.Run("verify", place["base"]).Succeeded();

        RunningProgram.Run("cp", ["-a", "--reflink=always", place["backup"], place["damaged"]]).Succeeded();
        Damage(place["damaged/d/i.ibd"]);
        Damage(place["damaged/d/a.MAD"]);
        foreach (var damaged in (ProcessResult[])
        [
            UnderstudyProgram.Run("restore", place["damaged"], "--datadir", place["none"]),
            UnderstudyProgram.Run("prepare", place["damaged"]),
            UnderstudyProgram.Run("verify", place["damaged"]),
        ])
        {
            Assert.Equal(20, damaged.ExitCode);
            Assert.Contains("was not verified when it was backed up, and is damaged", damaged.ErrorOutput, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(place["none/ib_logfile0"]));
        Assert.Contains("checksums: 20\n", UnderstudyProgram.Run("verify", place["damaged"]).ErrorOutput, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllText(place["damaged/understudy.json"]).Split("\"unverified\"").Length - 1);

        var verified = UnderstudyProgram.Run("verify", place["backup"]).Succeeded();
        Assert.Contains("verified for the first time, which is recorded", verified.ErrorOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("unverified", File.ReadAllText(place["backup/understudy.json"]), StringComparison.Ordinal);
        CompareWithRestored(source, place["backup"]);
    }

    private ProcessResult Take(MariaDbServer source, string target, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var backup = new UnderstudyTool().StartBackup(source, target, hold: null, arguments);
        var result = backup.WaitForEnd(TimeSpan.FromMinutes(5));
        output.WriteLine($"{string.Join(' ', arguments)}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s, exit code {result.ExitCode}");
        return result;
    }

    private static void CompareWithRestored(MariaDbServer source, params string[] backups)
    {
        var state = ServerState.Capture(source);
        using var restored = new TemporaryDirectory();
        UnderstudyProgram.Run(["restore", .. backups, "--datadir", restored["data"]]).Succeeded();
        using var server = MariaDbServer.Start(new MariaDbServerOptions { Release = MariaDbRelease.V10_11, DataDirectory = restored["data"] });
        RoundTrip.AssertEqual(state, server);
    }

    // The page is not in the buffer pool: the server was just started.
    private static void Damage(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.Write(file, "damage"u8, (20 * 16384) + 8000);
    }

    private static long Free(MountedFileSystem place)
    {
        RunningProgram.Run("sync", ["-f", place["."]]).Succeeded();
        return new DriveInfo(place["."]).AvailableFreeSpace;
    }

    private static long SizeOf(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*.ibd", SearchOption.AllDirectories).Sum(file => file.Length);
}
