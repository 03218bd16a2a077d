using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Streams;

/// <summary><c>restore -</c>: from a stream to a data directory, without a directory for the backup between them.</summary>
public sealed class RestoreFromStreamTests
{
    [Fact]
    public void StreamOnStandardInput_IsRestored_OrRefused()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        var elsewhere = trip.Place["elsewhere"];
        Directory.CreateDirectory(elsewhere);
        RoundTrip.Execute(
            trip.Source,
            "mysql",
            "CREATE DATABASE d",
            "CREATE TABLE d.rows (a INT PRIMARY KEY, b LONGBLOB) ENGINE=InnoDB",
            "INSERT INTO d.rows SELECT seq, REPEAT(CHAR(65 + seq % 20), 8000) FROM seq_1_to_200",
            "CREATE TABLE d.packed (a INT PRIMARY KEY, b LONGBLOB) PAGE_COMPRESSED=1 AS SELECT * FROM d.rows",
            $"CREATE TABLE d.remote (a INT PRIMARY KEY) DATA DIRECTORY='{elsewhere}'",
            "INSERT INTO d.remote VALUES (1)",
            "CREATE TABLE d.m (a INT) ENGINE=MyISAM AS SELECT a FROM d.rows",
            "CREATE TABLE d.aria (a INT) ENGINE=Aria AS SELECT a FROM d.rows");
        var expected = ServerState.Capture(trip.Source);
        var (plain, packed) = (trip.Place["plain"], trip.Place["packed"]);
        StreamPipe.Write(plain, BackUp(trip)).Succeeded();
        StreamPipe.Write(packed, [.. BackUp(trip), "--compress", "zstd"]).Succeeded();

        foreach (var (stream, directory) in new[] { (plain, trip.Place["from-plain"]), (packed, trip.Place["from-packed"]) })
        {
            var result = Restore($"cat '{stream}'", directory, "--relocate").Succeeded();
            Assert.Contains("restore complete", result.ErrorOutput, StringComparison.Ordinal);
            Assert.DoesNotContain(Directory.GetFileSystemEntries(directory), path => Path.GetFileName(path).StartsWith('.'));
            Assert.False(File.Exists(Path.Combine(directory, "understudy.json")));
            using var restored = MariaDbServer.StartOn(directory, MariaDbRelease.V10_11);
            RoundTrip.AssertEqual(expected, restored);
        }

        RefuseWhatIsNoBackup(trip, plain);
    }

    private static void RefuseWhatIsNoBackup(RoundTrip trip, string plain)
    {
        var directory = trip.Place["refused"];
        var changed = trip.Place["changed"];
        var bytes = File.ReadAllBytes(plain);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(changed, bytes);
        foreach (var (source, exitCode, said) in new[]
        {
            ($"head -c {bytes.Length / 2} '{plain}'", 20, "the stream ends"),
            ($"cat '{changed}'", 20, "CRC-32"),
            ("true", 10, "held no complete backup"),
            ("head -c 100000 /dev/zero", 20, "there is no chunk here"),
        })
        {
            var result = Restore(source, directory);
            Assert.Equal(exitCode, result.ExitCode);
            Assert.Contains(said, result.ErrorOutput, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(directory, "ib_logfile0")));
            Directory.Delete(directory, recursive: true);
        }

        foreach (var more in (string[][])[[plain], ["--throttle", "1"]])
        {
            Assert.Equal(2, Restore("true", directory, more).ExitCode);
            Assert.False(Directory.Exists(directory));
        }
    }

    private static ProcessResult Restore(string source, string directory, params string[] more) => RunningProgram.Run(
        "bash", ["-c", $"{source} | {{ \"$@\"; }}", "bash", UnderstudyProgram.Path, "restore", "-", .. more, "--datadir", directory]);

    private static string[] BackUp(RoundTrip trip) =>
        [UnderstudyProgram.Path, "backup", "--stream", "--socket", trip.Source.SocketPath, "--user", "root"];
}
