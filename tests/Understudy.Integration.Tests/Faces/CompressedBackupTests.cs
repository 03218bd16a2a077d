using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary><c>--compress</c>, which old scripts have: what it makes is unpacked first, and then a backup as any other.</summary>
public sealed class CompressedBackupTests
{
    [Theory]
    [InlineData("10.11", true)]
    [InlineData("11.8", false)]
    public void FullAndStreamedIncrement_Decompressed_ArePreparedByEither(string version, bool byStock)
    {
        using var bed = new FaceBed(version);

        // The stock tool looks for files outside of the data directory where the log names them, which is the server's own place.
        bed.Server.Execute("DROP TABLE a.remote", "SET GLOBAL innodb_log_checkpoint_now=1");
        var (full, increment) = (bed.Place["full"], bed.Place["increment"]);
        bed.BackUp(bed.Ours, full, "--compress", "--compress-threads=2", "--compress-chunk-size=32K");
        Assert.Contains("compressed = compressed", InfoOf(bed, full), StringComparison.Ordinal);
        foreach (var name in (string[])["a/rows.ibd", "b@002dc/m.MYD", "backup-my.cnf", $"{bed.Release.BackupFilePrefix}info"])
        {
            Assert.True(File.Exists($"{full}/{name}.qp") && !File.Exists($"{full}/{name}"), name);
        }

        RoundTrip.Execute(
            bed.Server,
            "a",
            "INSERT INTO a.rows SELECT seq, 'more' FROM seq_3001_to_4000",
            "CREATE TABLE late (n INT PRIMARY KEY) ENGINE=InnoDB",
            "INSERT INTO late VALUES (1)",
            "INSERT INTO `b-c`.m VALUES (501)",
            "SET GLOBAL innodb_log_checkpoint_now=1");
        BackUpAsStream(bed, increment, $"--incremental-basedir={full}", "--compress=quicklz");
        var expected = ServerState.Capture(bed.Server);
        bed.Server.Stop();
        RefuseCompressed(bed, full);

        foreach (var directory in (string[])[full, increment])
        {
            FaceBed.RequireDone(bed.Ours.Run("--decompress", "--remove-original", $"--target-dir={directory}"));
            Assert.Empty(Directory.EnumerateFiles(directory, "*.qp", SearchOption.AllDirectories));
        }

        var preparer = byStock ? bed.Stock : bed.Ours;
        FaceBed.RequireDone(preparer.Run("--prepare", $"--target-dir={full}"));
        FaceBed.RequireDone(preparer.Run("--prepare", $"--target-dir={full}", $"--incremental-dir={increment}"));
        var put = FaceBed.RequireDone(bed.Ours.Run("--no-defaults", "--copy-back", $"--target-dir={full}", $"--datadir={bed.Place["restored"]}"));
        Assert.Equal(!byStock, put.ErrorOutput.Contains("each compared with the hashes of the backup", StringComparison.Ordinal));
        using var restored = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = bed.Release, DataDirectory = bed.Place["restored"], Arguments = ["--innodb-undo-tablespaces=2"],
        });
        RoundTrip.AssertEqual(expected, restored);
    }

    private static void RefuseCompressed(FaceBed bed, string full)
    {
        var prepare = bed.Ours.Run("--prepare", $"--target-dir={full}");
        Assert.Equal(1, prepare.ExitCode);
        Assert.Contains("Can't open backup-my.cnf", prepare.ErrorOutput, StringComparison.Ordinal);
        foreach (var refused in (ProcessResult[])
        [
            UnderstudyProgram.Run("restore", full, "--datadir", bed.Place["never"]), UnderstudyProgram.Run("prepare", full),
        ])
        {
            Assert.NotEqual(0, refused.ExitCode);
            Assert.Contains("mariadb-backup --decompress", refused.ErrorOutput, StringComparison.Ordinal);
        }

        var wrong = bed.Ours.Run("--no-defaults", "--backup", "--compress=zstd", $"--target-dir={bed.Place["never"]}");
        Assert.Equal(1, wrong.ExitCode);
        Assert.False(Directory.Exists(bed.Place["never"]));
    }

    private static void BackUpAsStream(FaceBed bed, string directory, params string[] arguments)
    {
        Directory.CreateDirectory(directory);
        string[] all =
        [
            "mariadb-backup", "--no-defaults", "--backup", "--stream=xbstream", $"--socket={bed.Server.SocketPath}", "--user=root", .. arguments,
        ];
        RunningProgram.Run(
            "sh",
            ["-c", "set -e; program=$1; to=$2; mbstream=$3; shift 3; \"$program\" \"$@\" > \"$to.stream\"; \"$mbstream\" -x -C \"$to\" < \"$to.stream\"", "sh", UnderstudyProgram.Path, directory, bed.Release.Program("mbstream"), .. all])
            .Succeeded();
    }

    private static string InfoOf(FaceBed bed, string directory)
    {
        var copy = Directory.CreateDirectory(bed.Place["info"]).FullName;
        File.Copy($"{directory}/{bed.Release.BackupFilePrefix}info.qp", $"{copy}/info.qp");
        FaceBed.RequireDone(bed.Ours.Run("--decompress", $"--target-dir={copy}"));
        return File.ReadAllText($"{copy}/info");
    }
}
