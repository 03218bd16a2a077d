using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary><c>understudy restore FULL INCREMENT...</c>: one command, and no backup is changed by it.</summary>
public sealed class RestoreWithIncrementsTests
{
    private const int AccessMode = 0x1ff;

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Restore_FullAndTwoIncrements_EqualsTheSourceAndLeavesTheBackups(string version)
    {
        var options = new MariaDbServerOptions { Release = MariaDbRelease.Find(version), RocksDb = true };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        Directory.CreateDirectory(place["outside"]);
        File.SetUnixFileMode(place["outside"], (UnixFileMode)AccessMode);
        IncrementScript.Run(source, 0);
        CreateOutside(source, place, "kept");
        CreateOutside(source, place, "dropped");
        BackUp(source, place, "full", "--compress=lz4");
        IncrementScript.Run(source, 1);
        IncrementScript.Flush(source);
        RoundTrip.Execute(source, "d", "INSERT INTO kept SELECT seq, 'more' FROM seq_5001_to_6000", "DROP TABLE dropped");
        BackUp(source, place, "first", "--incremental-base", place["full"]);
        IncrementScript.DoNotFlush(source);
        IncrementScript.Run(source, 2);
        CreateOutside(source, place, "late");
        BackUp(source, place, "second", "--incremental-base", place["first"]);
        var expected = ServerState.Capture(source);
        source.Stop();
        string[] names = ["full", "first", "second"];
        var before = names.Select(name => IncrementTools.Fingerprint(place[name])).ToList();
        RefuseWhatIsNoChain(place);

        // The places outside of the data directory are free again, as on another host.
        Directory.Move(place["outside"], place["moved"]);
        string[] restore = ["restore", .. names.Select(name => place[name]), "--datadir", place["restored"]];
        Assert.Contains("increments merged: 2", UnderstudyProgram.Run(restore).Succeeded().ErrorOutput, StringComparison.Ordinal);
        Assert.Equal(before, names.Select(name => IncrementTools.Fingerprint(place[name])));
        Assert.Equal(["kept.ibd", "late.ibd"], Directory.EnumerateFiles(place["outside"], "*.ibd", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(place["restored"], ".*"));
        Assert.False(File.Exists(place["restored"] + "/understudy.json"));
        Assert.Contains(
            "is taken", UnderstudyProgram.Run([.. restore[..^1], place["again"]]).ErrorOutput, StringComparison.Ordinal);
        AssertEqual(expected, options, place["restored"]);

        UnderstudyProgram.Run([.. restore[..^1], place["relocated"], "--relocate"]).Succeeded();
        Directory.Delete(place["outside"], recursive: true);
        AssertEqual(expected, options, place["relocated"]);
    }

    private static void RefuseWhatIsNoChain(TemporaryDirectory place)
    {
        foreach (var (names, message) in ((string[], string)[])
        [
            (["full", "second"], "an increment between them is missing"),
            (["full", "second", "first"], "an increment between them is missing"),
            (["full", "first", "first"], "does not continue"),
            (["full", "full"], "is a full backup, not an increment"),
            (["first", "second"], "is an increment, which cannot be restored by itself"),
            (["full", "nothing"], "there is no directory"),
            (["full", "first", "--no-roll-forward"], "leave out --no-roll-forward"),
        ])
        {
            var refused = UnderstudyProgram.Run(
                ["restore", .. names.Select(name => name.StartsWith('-') ? name : place[name]), "--datadir", place["nowhere"]]);
            Assert.True(refused.ExitCode is 2 or 10, refused.ToString());
            Assert.Contains(message, refused.ErrorOutput, StringComparison.Ordinal);
            Assert.False(Directory.Exists(place["nowhere"]), message);
        }
    }

    private static void CreateOutside(MariaDbServer server, TemporaryDirectory place, string name) => RoundTrip.Execute(
        server,
        "d",
        $"CREATE TABLE {name} (id INT PRIMARY KEY, v VARCHAR(99)) ENGINE=InnoDB DATA DIRECTORY='{place["outside"]}'",
        $"INSERT INTO {name} SELECT seq, MD5(seq) FROM seq_1_to_2000");

    private static void BackUp(MariaDbServer server, TemporaryDirectory place, string name, params string[] arguments)
    {
        using var program = new UnderstudyTool().StartBackup(server, place[name], hold: null, arguments);
        program.WaitForEnd(TimeSpan.FromMinutes(3)).Succeeded();
    }

    private static void AssertEqual(ServerState expected, MariaDbServerOptions options, string directory)
    {
        using var server = MariaDbServer.Start(options with { DataDirectory = directory });
        RoundTrip.AssertEqual(expected, server);
    }
}
