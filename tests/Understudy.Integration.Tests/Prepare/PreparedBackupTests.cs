using System.Text.RegularExpressions;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Integration.Tests.Backup;
using Understudy.PageCompare;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary><c>backup --prepared</c>: what it leaves is a prepared backup, and nothing of what happened meanwhile is lost.</summary>
[Trait("Tier", "integration")]
public sealed partial class PreparedBackupTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestTime = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("10.11", 31)]
    [InlineData("11.8", 32)]
    public void PreparedBackupUnderLoad_RestoredAndReplayed_EqualsTheSource(string number, int seed)
    {
        LoadedBackup.ProveFor(MariaDbRelease.Find(number), new UnderstudyTool("--prepared", "--throttle=40"), seed);
    }

    /// <summary>As the stock tool sees it: a backup that it has prepared itself.</summary>
    [Fact]
    public void PreparedBackupUnderLoad_CopiedBackByTheStockTool_EqualsTheSource()
    {
        var release = MariaDbRelease.V10_11;
        LoadedBackup.ProveFor(release, new UnderstudyTool("--prepared"), seed: 33, new CopyBackOnly(release));
    }

    [Theory]
    [InlineData("--allow-damaged-pages")]
    [InlineData("--incremental-lsn=1")]
    public void PreparedBackup_OfWhatCannotBePrepared_IsRefused(string option)
    {
        var result = UnderstudyProgram.Run("backup", "--target-dir=/nowhere", "--prepared", option);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("exclude each other", result.ErrorOutput, StringComparison.Ordinal);
    }

    /// <summary>
    /// The load runs until everything is copied and rolled forward in part, then the server comes to rest. So this backup and one that is
    /// taken afterwards have the same state, and must have the same pages.
    /// </summary>
    [Theory]
    [InlineData("10.11", 4, "everything legacy", EncryptionMode.Cbc)]
    [InlineData("11.8", 16, "", EncryptionMode.Ctr)]
    public void PreparedBackup_OfAServerThatCameToRest_IsWhatPrepareMakesOfALaterOne(
        string number, int pageKilobytes, string features, EncryptionMode mode)
    {
        using var work = new TemporaryDirectory();
        using var server = MixedServer.Start(number, pageKilobytes, features, work["keys"], mode);
        var tool = new UnderstudyTool();
        var hold = new BackupHold("start-copied", work["hold"]);
        using var load = new MixedLoad(server, encrypted: true, MixedServer.KeyBlockSizes(pageKilobytes));

        // Tables whose first page was never written are left to the end.
        server.Restart();
        server.Execute("SET GLOBAL innodb_stats_auto_recalc=OFF");
        load.Start();
        Thread.Sleep(LoadTime);
        using var backup = tool.StartBackup(server, work["ahead"], hold, "--prepared", "--parallel=3", "--use-memory=24M");
        hold.WaitUntilReached(backup);
        var copied = File.GetLastWriteTimeUtc(work["ahead/d1/t_DYNAMIC.ibd"]);
        Thread.Sleep(LoadTime);
        load.Stop();
        WaitForRest(server);
        Deadline.WaitFor("a table to be rolled forward", Limit, () => File.GetLastWriteTimeUtc(work["ahead/d1/t_DYNAMIC.ibd"]) > copied);
        hold.LetGo();
        var said = backup.WaitForEnd(Limit).Succeeded().ErrorOutput;
        using var later = tool.StartBackup(server, work["later"]);
        later.WaitForEnd(Limit).Succeeded();

        UnderstudyProgram.Run("prepare", work["later"]).Succeeded();

        var report = DirectoryComparison.Run(work["later"], work["ahead"], KeyFile.Read(File.ReadAllBytes(work["keys"]), [], mode), isSameBackup: false);
        Assert.True(report.DifferenceCount == 0, string.Join('\n', report.Differences.Append(report.Summary).Append(said)));
        Assert.True(report.SamePages > 1000, report.Summary);
        var rounds = Rounds().Match(said);
        Assert.True(int.Parse(rounds.Groups["pages"].Value) > 0 && int.Parse(rounds.Groups["rounds"].Value) > 0, said);
    }

    // All is purged, no background thread has work left, and nothing writes log any more.
    private static void WaitForRest(MariaDbServer server)
    {
        server.Execute("SET GLOBAL innodb_encryption_threads=0");
        server.Execute("SET GLOBAL innodb_max_purge_lag_wait=0");
        string? lsn;
        do
        {
            lsn = Lsn(server);
        }
        while (Deadline.TryWaitFor(RestTime, () => Lsn(server) != lsn));
    }

    private static string? Lsn(MariaDbServer server) =>
        server.QueryScalar("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME='INNODB_LSN_CURRENT'");

    [GeneratedRegex("(?<pages>[0-9]+) pages in (?<rounds>[0-9]+) rounds while copying", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rounds();
}
