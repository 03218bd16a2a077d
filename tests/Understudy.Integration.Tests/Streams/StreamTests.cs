using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Streams;

/// <summary>Backups that go through a stream, between this program and the stock one in every direction.</summary>
public sealed class StreamTests
{
    // Longer than what is held back, so that renames and removals have to be in the stream.
    private const string Filler = "SELECT seq, REPEAT(CHAR(65 + seq % 20), 8000) FROM seq_1_to_200";

    private static readonly string[] Before =
    [
        "CREATE DATABASE d", "CREATE DATABASE e", "CREATE DATABASE gone", "USE d",
        "CREATE TABLE kept (a INT PRIMARY KEY, b LONGBLOB) ENGINE=InnoDB", $"INSERT INTO kept {Filler}",
        "CREATE TABLE one LIKE kept", $"INSERT INTO one {Filler}", "CREATE TABLE two LIKE kept", "INSERT INTO two SELECT a, REVERSE(b) FROM one",
        "CREATE TABLE emptied LIKE kept", $"INSERT INTO emptied {Filler}", "CREATE TABLE rebuilt LIKE kept", $"INSERT INTO rebuilt {Filler}",
        "CREATE TABLE dropped LIKE kept", $"INSERT INTO dropped {Filler}", "CREATE TABLE gone.g LIKE kept", $"INSERT INTO gone.g {Filler}",
        "CREATE TABLE m_moved (a INT PRIMARY KEY, b LONGBLOB) ENGINE=MyISAM", $"INSERT INTO m_moved {Filler}",
        "CREATE TABLE m_written LIKE m_moved", $"INSERT INTO m_written {Filler}", "CREATE TABLE m_dropped LIKE m_moved", $"INSERT INTO m_dropped {Filler}",
        "CREATE TABLE a_written (a INT PRIMARY KEY, b LONGBLOB) ENGINE=Aria TRANSACTIONAL=1", $"INSERT INTO a_written {Filler}",
        "CREATE TABLE a_moved LIKE a_written", $"INSERT INTO a_moved {Filler}", "CREATE TABLE small (a INT) ENGINE=MyISAM", "INSERT INTO small VALUES (1)",
        "FLUSH TABLES",
    ];

    private static readonly string[] Meanwhile =
    [
        "USE d", "RENAME TABLE one TO swap, two TO one, swap TO two", "TRUNCATE emptied", "INSERT INTO emptied VALUES (1, 'x')",
        "ALTER TABLE rebuilt ADD COLUMN c INT DEFAULT 5, ALGORITHM=COPY", "DROP TABLE dropped", "DROP DATABASE gone",
        "RENAME TABLE m_moved TO e.m_moved", "INSERT INTO m_written VALUES (100001, 'x')", "DROP TABLE m_dropped",
        "INSERT INTO a_written VALUES (100001, 'x')", "RENAME TABLE a_moved TO a_there", "INSERT INTO small VALUES (2)",
        "CREATE TABLE fresh (a INT) ENGINE=MyISAM", "CREATE TABLE none (a INT) ENGINE=MyISAM", "CREATE DATABASE created",
    ];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void StreamWithDdlMeanwhile_IsExtractedAndRestoredByEither(string version)
    {
        var release = MariaDbRelease.Find(version);
        using var trip = new RoundTrip(release);
        RoundTrip.Execute(trip.Source, "mysql", Before);
        var stream = trip.Place["stream"];
        var hold = new BackupHold("start-copied", trip.Place["hold"]);
        using (var program = StreamPipe.Start(stream, hold.Environment, [UnderstudyProgram.Path, "backup", .. Connection(trip), "--stream"]))
        {
            hold.WaitUntilReached(program);
            RoundTrip.Execute(trip.Source, "mysql", Meanwhile);
            hold.LetGo();
            program.WaitForEnd(TimeSpan.FromMinutes(3)).Succeeded();
        }

        var expected = ServerState.Capture(trip.Source);
        string[]? content = null;
        foreach (var threads in new[] { "1", "4" })
        {
            foreach (var (name, reader) in new (string, string[])[]
            {
                ("ours", [UnderstudyProgram.Path, "mbstream"]), ("stock", [release.Program("mbstream")]),
            })
            {
                var directory = trip.Place[name + threads];
                StreamPipe.Extract(stream, directory, [.. reader, "-p", threads]).Succeeded();
                content ??= StreamPipe.Content(directory);
                Assert.Equal(content, StreamPipe.Content(directory));
            }
        }

        Assert.DoesNotContain(content!, path => path.Contains(".part", StringComparison.Ordinal));
        trip.BackupDirectory = trip.Place["stock4"];
        trip.Prove(expected);
        ProveByStockTool(trip, release, trip.Place["ours4"], expected);
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void StreamsOfBothTools_UnderTheNamesOfTheStockOnes_GiveTheSameServer(string version)
    {
        var release = MariaDbRelease.Find(version);
        using var trip = new RoundTrip(release);
        RoundTrip.Execute(trip.Source, "mysql", Before);
        var expected = ServerState.Capture(trip.Source);
        string[] arguments = ["--no-defaults", "--backup", "--stream=xbstream", $"--socket={trip.Source.SocketPath}", "--user=root", $"--datadir={trip.Source.DataDirectory}"];

        // The stock tool writes renames, removals and rewritten files for DDL meanwhile. It waits while nobody reads.
        var pipe = trip.Place["pipe"];
        RunningProgram.Run("mkfifo", [pipe]).Succeeded();
        using (var program = StreamPipe.Start(pipe, null, [release.Program("mariadb-backup"), .. arguments]))
        {
            using var reader = File.OpenRead(pipe);
            using var writer = File.Create(trip.Place["stock"]);
            var beginning = new byte[1 << 20];
            reader.ReadExactly(beginning);
            writer.Write(beginning);
            RoundTrip.Execute(
                trip.Source,
                "d",
                "RENAME TABLE m_moved TO e.m_moved",
                "DROP TABLE m_dropped",
                "CREATE TABLE fresh (a INT) ENGINE=MyISAM AS SELECT 1 AS a",
                "ALTER TABLE small ADD COLUMN b INT DEFAULT 7");
            reader.CopyTo(writer);
            program.WaitForEnd(TimeSpan.FromMinutes(3)).Succeeded();
        }

        expected = ServerState.Capture(trip.Source);
        StreamPipe.Extract(trip.Place["stock"], trip.Place["stock-by-ours"], UnderstudyProgram.Path, "mbstream", "-p", "3").Succeeded();
        StreamPipe.Extract(trip.Place["stock"], trip.Place["stock-by-stock"], release.Program("mbstream")).Succeeded();
        Assert.Equal(StreamPipe.Content(trip.Place["stock-by-stock"]), StreamPipe.Content(trip.Place["stock-by-ours"]));

        StreamPipe.Write(trip.Place["ours"], [UnderstudyProgram.Path, "mariadb-backup", .. arguments]).Succeeded();
        StreamPipe.Extract(trip.Place["ours"], trip.Place["ours-by-stock"], release.Program("mbstream"), "-p", "4").Succeeded();
        Assert.Contains("format = mbstream", File.ReadAllText(trip.Place[$"ours-by-stock/{release.BackupFilePrefix}info"]), StringComparison.Ordinal);
        ProveByStockTool(trip, release, trip.Place["ours-by-stock"], expected);
    }

    [Fact]
    public void ReaderThatGoesAway_EndsTheBackup_AndTheServerIsUnlocked()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        RoundTrip.Execute(trip.Source, "mysql", Before);
        var result = RunningProgram.Run(
            "bash",
            ["-c", "\"$@\" | head -c 1000 > /dev/null; exit ${PIPESTATUS[0]}", "bash", UnderstudyProgram.Path, "backup", .. Connection(trip), "--stream"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the stream cannot be written", result.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal("0", trip.Source.QueryScalar("SELECT COUNT(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND user = 'root'"));
        trip.Source.Execute("CREATE TABLE d.after_it (a INT) ENGINE=MyISAM");
    }

    [Theory]
    [InlineData("zstd", ".zst", "zstd")]
    [InlineData("lz4:9", ".lz4", "lz4")]
    public void CompressedBackup_IsRestoredAndPrepared(string choice, string extension, string program)
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        RoundTrip.Execute(trip.Source, "mysql", Before);
        trip.BackUpWith("start-copied", () => RoundTrip.Execute(trip.Source, "mysql", Meanwhile), "--compress", choice);
        var expected = ServerState.Capture(trip.Source);
        var files = Directory.GetFiles(trip.BackupDirectory, "*" + extension, SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("kept.ibd" + extension, StringComparison.Ordinal));
        foreach (var file in files)
        {
            RunningProgram.Run(program, ["-t", "-q", file]).Succeeded();
        }

        var plain = trip.BackupDirectory;
        RunningProgram.Run("cp", ["-a", plain, trip.Place["damaged"]]).Succeeded();
        trip.Prove(expected);

        UnderstudyProgram.Run("prepare", plain).Succeeded();
        Assert.Empty(Directory.GetFiles(plain, "*" + extension, SearchOption.AllDirectories));
        UnderstudyProgram.Run("restore", plain, "--datadir", trip.Place["again"]).Succeeded();

        var victim = Path.Combine(trip.Place["damaged"], "d", "kept.ibd" + extension);
        var bytes = File.ReadAllBytes(victim);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(victim, bytes);
        var result = UnderstudyProgram.Run("restore", trip.Place["damaged"], "--datadir", trip.Place["never"]);
        Assert.Equal(20, result.ExitCode);
        Assert.Contains("kept.ibd" + extension, result.ErrorOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void FilesOfTheStockToolsCompression_AreUnpacked(string version)
    {
        var release = MariaDbRelease.Find(version);
        using var trip = new RoundTrip(release);
        RoundTrip.Execute(trip.Source, "mysql", Before);
        var expected = ServerState.Capture(trip.Source);
        var backup = trip.Place["packed"];
        new StockTool(release).Backup(trip.Source, backup, "--compress").Succeeded();
        UnderstudyProgram.Run("mariadb-backup", "--decompress", "--remove-original", "--parallel=2", $"--target-dir={backup}").Succeeded();
        Assert.Empty(Directory.GetFiles(backup, "*.qp", SearchOption.AllDirectories));
        ProveByStockTool(trip, release, backup, expected);
    }

    private static void ProveByStockTool(RoundTrip trip, MariaDbRelease release, string backup, ServerState expected)
    {
        var data = trip.Place["by-stock"];
        new StockTool(release).Restore(backup, data);
        using var restored = MariaDbServer.StartOn(data, release);
        RoundTrip.AssertEqual(expected, restored);
    }

    private static string[] Connection(RoundTrip trip) => ["--socket", trip.Source.SocketPath, "--user", "root"];
}
