using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>Merging an increment can be killed anywhere: nothing takes what is left for a backup, and the same command finishes it.</summary>
public sealed class InterruptedIncrementTests
{
    private static readonly string[] Points = ["increment-begun", "increment-merged", "increment-rolled", "increment-replaced", "increment-written"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("10.11", false)]
    [InlineData("11.8", true)]
    public void Merge_KilledAtEveryPointAndRunAgain_EqualsTheSource(string version, bool stockIncrement)
    {
        var release = MariaDbRelease.Find(version);
        var options = new MariaDbServerOptions { Release = release, RocksDb = true };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        var tools = new IncrementTools(release);
        IncrementScript.Run(source, 0);
        tools.BackUp(stock: false, source, place["base"]).Succeeded();
        IncrementScript.Run(source, 1);
        IncrementScript.Flush(source);
        IncrementScript.DoNotFlush(source);
        IncrementScript.Run(source, 2);
        tools.BackUp(stockIncrement, source, place["increment"], place["base"]).Succeeded();
        var expected = ServerState.Capture(source);
        source.Execute("CREATE DATABASE later");
        tools.BackUp(stock: false, source, place["other"], place["increment"]).Succeeded();
        source.Stop();
        var before = IncrementTools.Fingerprint(place["increment"]);

        foreach (var point in Points)
        {
            KillAt(place, point);
            AssertIsNoBackup(place, tools);
        }

        // Another increment must not go on where this one stopped.
        var refused = tools.Prepare(stock: false, place["base"], place["other"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("another increment was being merged", refused.ErrorOutput, StringComparison.Ordinal);

        var result = UnderstudyProgram.Run("prepare", place["base"], "--incremental-dir", place["increment"]);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("was interrupted before", result.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal(before, IncrementTools.Fingerprint(place["increment"]));
        Assert.Empty(Directory.EnumerateFiles(place["base"], "*understudy-*", SearchOption.AllDirectories));
        tools.PutBack(place["base"], place["restored"]);
        using var restored = MariaDbServer.Start(options with { DataDirectory = place["restored"] });
        RoundTrip.AssertEqual(expected, restored);
    }

    private static void KillAt(TemporaryDirectory place, string point)
    {
        var hold = new BackupHold(point, place[$"hold-{point}"]);
        using var program = UnderstudyProgram.Start(
            ["prepare", place["base"], "--incremental-dir", place["increment"]], hold.Environment);
        hold.WaitUntilReached(program);
        program.Signal(Signals.Kill);
        program.WaitForEnd(Limit);
    }

    private static void AssertIsNoBackup(TemporaryDirectory place, IncrementTools tools)
    {
        foreach (var result in (ProcessResult[])
        [
            UnderstudyProgram.Run("prepare", place["base"]),
            UnderstudyProgram.Run("show", place["base"]),
            UnderstudyProgram.Run("restore", place["base"], "--datadir", place["nowhere"]),
        ])
        {
            // When only the mark is left to be removed, the manifest is there.
            Assert.True(result.ExitCode == 10 || File.Exists(place["base"] + "/understudy.json"), result.ToString());
        }

        if (!File.Exists(place["base"] + "/ib_logfile0"))
        {
            Assert.NotEqual(0, tools.Prepare(stock: true, place["base"]).ExitCode);
        }

        if (Directory.Exists(place["nowhere"]))
        {
            Directory.Delete(place["nowhere"], recursive: true);
        }
    }
}
