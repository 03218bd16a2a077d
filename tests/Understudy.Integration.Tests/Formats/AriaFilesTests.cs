using Understudy.Formats.Aria;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Formats;

/// <summary>The Aria formats on files that a server is writing, and files of ours that a server reads.</summary>
[Trait("Tier", "integration")]
public sealed class AriaFilesTests
{
    private const string Load =
        "INSERT INTO a.t (b) SELECT CONCAT(seq, REPEAT('x', 1 + seq % 900)) FROM a.seq_1_to_300";

    private static readonly string[] Options =
    [
        "--aria-log-file-size=8M", "--aria-pagecache-buffer-size=4M", "--aria-checkpoint-interval=1",
    ];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Verify_EveryPageUnderLoadAndAfterStop_IsGood(string number)
    {
        using var server = MariaDbServer.Start(MariaDbRelease.Find(number), Options);
        server.Execute(
            "CREATE DATABASE a",
            "CREATE TABLE a.t (a INT PRIMARY KEY AUTO_INCREMENT, b VARCHAR(1000), KEY(b(50)), FULLTEXT(b)) ENGINE=Aria",
            "CREATE TABLE a.p (a INT PRIMARY KEY, b VARCHAR(100), KEY(b)) ENGINE=Aria "
            + "PARTITION BY HASH(a) PARTITIONS 3",
            "CREATE TABLE a.plain (a INT PRIMARY KEY, b VARCHAR(100)) ENGINE=Aria TRANSACTIONAL=0",
            "INSERT INTO a.p SELECT seq, CONCAT('row', seq) FROM a.seq_1_to_5000",
            "INSERT INTO a.plain SELECT seq, CONCAT('row', seq) FROM a.seq_1_to_5000",
            Load);
        var loader = TestThread.Start(
            "loader", () => server.Execute([.. Enumerable.Repeat(Load, 20), "DELETE FROM a.t WHERE a % 3 = 0"]));
        var pageCount = 0;
        while (loader.IsAlive)
        {
            pageCount += VerifyAll(server.DataDirectory);
        }

        loader.Join();
        server.Stop();
        Assert.True(VerifyAll(server.DataDirectory) > 500);
        Assert.True(pageCount > 500);
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void WithLastLogNumber_ControlFileOlderThanTheLogs_LetsTheServerReplayThemAll(string number)
    {
        using var server = MariaDbServer.Start(MariaDbRelease.Find(number), Options);
        server.Execute(
            "CREATE DATABASE a", "CREATE TABLE a.t (a INT PRIMARY KEY AUTO_INCREMENT, b VARCHAR(3000)) ENGINE=Aria",
            "INSERT INTO a.t (b) VALUES ('first')");
        using var copy = new TemporaryDirectory();
        var control = Path.Combine(server.DataDirectory, AriaControlFile.FileName);
        using (var backup = server.Connect())
        {
            backup.Execute("BACKUP STAGE START");
            var old = File.ReadAllBytes(control);
            RunningProgram.Run("/bin/cp", ["-a", server.DataDirectory, copy["data"]]).Succeeded();
            const string insert = "INSERT INTO a.t (b) SELECT REPEAT('y', 2500) FROM a.seq_1_to_1000";
            server.Execute([.. Enumerable.Repeat(insert, 12)]);
            backup.Execute("BACKUP STAGE BLOCK_COMMIT");
            var logs = Directory.GetFiles(server.DataDirectory, "aria_log.0*").Order(StringComparer.Ordinal).ToList();
            foreach (var log in logs)
            {
                File.Copy(log, Path.Combine(copy["data"], Path.GetFileName(log)), overwrite: true);
            }

            Assert.True(AriaLogFileName.TryParse(Path.GetFileName(logs[^1]), out var last));
            Assert.True(AriaControlFile.TryRead(old, out var before, out var whyNot), whyNot);
            Assert.True(last > before.LastLogNumber + 1, $"the log did not rotate: {before.LastLogNumber} to {last}");
            CheckHeaders(logs);
            File.WriteAllBytes(
                Path.Combine(copy["data"], AriaControlFile.FileName), AriaControlFile.WithLastLogNumber(old, last));
            backup.Execute("BACKUP STAGE END");
        }

        using var restored = MariaDbServer.StartOn(copy["data"], server.Release, Options);
        Assert.Equal("12001", restored.QueryScalar("SELECT COUNT(*) FROM a.t"));
        Assert.Equal(
            server.QueryScalar("SELECT SUM(CRC32(CONCAT(a, b))) FROM a.t"),
            restored.QueryScalar("SELECT SUM(CRC32(CONCAT(a, b))) FROM a.t"));
        using var session = restored.Connect();
        Assert.Equal(["OK"], session.Query("CHECK TABLE a.t EXTENDED").Select(row => row["Msg_text"]));
    }

    /// <summary>Every log but the last is finished: it says its last LSN.</summary>
    private static void CheckHeaders(List<string> logs)
    {
        foreach (var log in logs)
        {
            using var stream = File.OpenRead(log);
            var start = new byte[AriaLogHeader.Size];
            stream.ReadExactly(start);
            Assert.True(AriaLogHeader.TryRead(start, out var header, out var whyNot), whyNot);
            Assert.Equal(AriaLogFileName.Format(header.FileNumber), Path.GetFileName(log));
            Assert.Equal(log == logs[^1] ? 0 : header.FileNumber, header.MaxLsn.File);
        }
    }

    private static int VerifyAll(string dataDirectory)
    {
        var validCount = 0;
        foreach (var index in Directory.EnumerateFiles(dataDirectory, "*.MAI", SearchOption.AllDirectories))
        {
            var start = new byte[AriaIndexHeader.UsualBytes];
            using (var stream = Open(index))
            {
                _ = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            }

            Assert.True(AriaIndexHeader.TryRead(start, out var header, out var whyNot), $"{index}: {whyNot}");
            validCount += Verify(index, header, isIndex: true);
            validCount += Verify(index[..^1] + "D", header, isIndex: false);
        }

        return validCount;
    }

    private static int Verify(string path, in AriaIndexHeader header, bool isIndex)
    {
        using var file = Open(path);
        var page = new byte[header.BlockSize];
        var validCount = 0;
        for (var number = 0u; file.ReadAtLeast(page, page.Length, throwOnEndOfStream: false) == page.Length; number++)
        {
            var state = State(page, number, header, isIndex);
            for (var again = 0; again < 20 && state == AriaPageState.Corrupt; again++)
            {
                file.Position = (long)number * page.Length;
                file.ReadExactly(page);
                state = State(page, number, header, isIndex);
            }

            Assert.True(state != AriaPageState.Corrupt, $"{path} page {number}");
            validCount += state == AriaPageState.Valid ? 1 : 0;
        }

        return validCount;
    }

    private static AriaPageState State(byte[] page, uint number, in AriaIndexHeader header, bool isIndex)
        => isIndex
            ? AriaPageVerifier.VerifyIndexPage(page, number, header)
            : AriaPageVerifier.VerifyDataPage(page, number, header);

    private static FileStream Open(string path)
        => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
