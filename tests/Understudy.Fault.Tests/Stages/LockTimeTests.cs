using Understudy.Fault.Tests.Support;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Stages;

/// <summary>A statement that a stage must wait for, and <c>--max-lock-time</c>.</summary>
public sealed class LockTimeTests : IDisposable
{
    private const int StatementSeconds = 15;

    // Half of what others would be blocked for without the limit, which is a second.
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(StatementSeconds / 2);

    private readonly TemporaryDirectory _place = new();

    public static TheoryData<string> Releases => ["10.11", "11.8"];

    public void Dispose() => _place.Dispose();

    [Theory]
    [MemberData(nameof(Releases))]
    public void Backup_BehindALongWriter_BlocksOthersOnlyShortlyAndGetsThrough(string release)
    {
        using var server = Start(release);
        using var probe = new ProbeWriter(server, "f.probe", "MyISAM");
        using var longWriter = server.Connect();
        var writing = TestThread.Start("long writer", () => longWriter.Execute($"INSERT INTO f.slow SELECT SLEEP({StatementSeconds})"));
        AwaitSleep(server);

        var result = Backups.Take(server, _place["b"], "--max-lock-time=1", "--lock-retries=20");

        writing.Join();
        probe.Stop();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("will be waited for, unless they end", result.ErrorOutput, StringComparison.Ordinal);
        Assert.Contains("all was released, next try in 1 s", result.ErrorOutput, StringComparison.Ordinal);
        var stall = probe.LongestStall(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.True(stall < StallMax, $"a writer to another table stood still for {stall}");
        var stages = Backups.ReadManifest(_place["b"]).Stages.Select(stage => stage.Name).ToList();
        Assert.Equal(["START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT", "END"], stages[^5..]);
        Assert.True(stages.Count(stage => stage == "END") > 1, string.Join(' ', stages));
        using var restored = Backups.RestoreAndStart(server, _place["b"], _place);
        Assert.Equal("1", restored.QueryScalar("SELECT COUNT(*) FROM f.slow"));
        Assert.NotEqual("0", restored.QueryScalar("SELECT COUNT(*) FROM f.probe"));
        using var session = restored.Connect();
        Assert.Equal("OK", session.Query("CHECK TABLE f.probe EXTENDED")[^1]["Msg_text"]);
    }

    [Fact]
    public void Backup_BehindALongWriterWithoutRetries_FailsAndFreesTheServer()
    {
        using var server = Start("10.11");
        using var longWriter = server.Connect();
        var writing = TestThread.Start("long writer", () => longWriter.Execute($"INSERT INTO f.slow SELECT SLEEP({StatementSeconds})"));
        AwaitSleep(server);

        var result = Backups.Take(server, _place["b"], "--max-lock-time=0.5", "--lock-retries=0");

        Backups.AssertFailed(result, 11, "would have blocked others for more than 0.5 s", "SLEEP", "HINT: ", "--lock-retries");
        FreeServer.Assert(server);
        Backups.AssertIsNone(_place["b"]);
        writing.Join();
    }

    [Fact]
    public void Backup_StandingStillUnderLocks_IsReleasedMeanwhileAndStartsAgain()
    {
        using var server = Start("10.11");
        using var backup = HeldBackup.At(server, _place, "block-ddl", "--max-lock-time=1");

        // The program holds BLOCK_DDL and does nothing: the time runs out, and the table can be made.
        server.Execute("CREATE TABLE f.made (a INT) ENGINE=MyISAM", "INSERT INTO f.made VALUES (7)");
        var result = backup.Finish();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("all was released, next try", result.ErrorOutput, StringComparison.Ordinal);
        using var restored = Backups.RestoreAndStart(server, backup.Target, _place);
        Assert.Equal("7", restored.QueryScalar("SELECT a FROM f.made"));
    }

    private static MariaDbServer Start(string release)
    {
        var server = MariaDbServer.Start(MariaDbRelease.Find(release));
        server.Execute("CREATE DATABASE f", "CREATE TABLE f.slow (a INT) ENGINE=MyISAM");
        return server;
    }

    private static void AwaitSleep(MariaDbServer server) => Deadline.WaitFor(
        "the long writer",
        TimeSpan.FromSeconds(30),
        () => server.QueryScalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'") == "1");
}
