using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>The command lines for increments that scripts have.</summary>
public sealed class FaceIncrementTests
{
    [Fact]
    public void FullAndIncrements_ByTheOldCommandLines_EqualTheSource()
    {
        var options = new MariaDbServerOptions { Release = MariaDbRelease.V11_8 };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY)");
        BackUp(source, place, "full", $"--extra-lsndir={place["lsn"]}", "--history=nightly");
        source.Execute("INSERT INTO d.t VALUES (1)");
        IncrementScript.Flush(source);
        BackUp(source, place, "1", $"--incremental-basedir={place["lsn"]}", "--history=nightly", "--incremental-force-scan");
        source.Execute("INSERT INTO d.t VALUES (2)");
        var second = BackUp(source, place, "2", "--incremental-history-name=nightly");
        var start = File.ReadAllLines(place["2"] + "/mariadb_backup_checkpoints")[1].Split(" = ")[1];
        Assert.Contains($"incremental backup from {start} is enabled", second.ErrorOutput, StringComparison.Ordinal);
        source.Execute("INSERT INTO d.t VALUES (3)");
        var last = File.ReadAllLines(place["2"] + "/mariadb_backup_checkpoints")[2].Split(" = ")[1];
        BackUpAsStream(source, place, "3", $"--incremental-lsn={last}", $"--incremental-basedir={place["no such directory"]}");
        var expected = ServerState.Capture(source);
        foreach (var (arguments, message) in ((string[], string)[])
        [
            (["--incremental-lsn=0:5"], "may be wrong format for incremental option"),
            (["--incremental-history-name=a", "--incremental-history-uuid=b"], "It is invalid to specify both"),
            (["--incremental-history-name=nobody"], "has no backup named 'nobody'"),
        ])
        {
            var refused = UnderstudyProgram.Run(["mariadb-backup", .. Arguments(source, place["refused"]), .. arguments]);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(message, refused.ErrorOutput, StringComparison.Ordinal);
            Assert.False(Directory.Exists(place["refused"]));
        }

        source.Stop();

        var early = Face("--prepare", $"--target-dir={place["full"]}", $"--incremental-dir={place["1"]}");
        Assert.Equal(1, early.ExitCode);
        Assert.True(early.ErrorOutput.Contains("applying incremental backup needs a prepared target", StringComparison.Ordinal), early.ToString());
        Succeed("--prepare", $"--target-dir={place["full"]}");
        foreach (var name in (string[])["1", "2", "3"])
        {
            Succeed("--prepare", $"--target-dir={place["full"]}", $"--incremental-dir={place[name]}");
        }

        Succeed("--copy-back", $"--target-dir={place["full"]}", $"--datadir={place["restored"]}");
        using var restored = MariaDbServer.Start(options with { DataDirectory = place["restored"] });
        RoundTrip.AssertEqual(expected, restored);
    }

    /// <summary>A script that selects tables for the full backup and not for its increments.</summary>
    [Fact]
    public void IncrementOfAll_OnABackupOfSome_IsMergedOnlyWhenEveryTableHasItsBeginning()
    {
        var options = new MariaDbServerOptions { Release = MariaDbRelease.V10_11 };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY)", "CREATE DATABASE other", "CREATE TABLE other.old (id INT PRIMARY KEY)");
        IncrementScript.Flush(source);
        BackUp(source, place, "whole", "--databases-exclude=nothing");
        BackUp(source, place, "part", "--databases-exclude=other");
        source.Execute("INSERT INTO d.t VALUES (1)", "INSERT INTO other.old VALUES (1)", "CREATE TABLE other.new (id INT PRIMARY KEY)", "INSERT INTO other.new VALUES (2)");
        foreach (var name in (string[])["whole", "part"])
        {
            var to = File.ReadAllLines(place[name] + "/xtrabackup_checkpoints")[2].Split(" = ")[1];
            BackUp(source, place, name + "-1", $"--incremental-lsn={to}");
        }

        // As the stock tool does, for scripts that clean up after it.
        var refused = Face([.. Arguments(source, place["refused"]), "--incremental-lsn=999999999999"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(place["refused"]));
        var expected = ServerState.Capture(source);
        source.Stop();

        // Scripts for several series rename these.
        foreach (var name in (string[])["whole", "whole-1"])
        {
            File.Move(place[name] + "/xtrabackup_checkpoints", place[name] + "/mariadb_backup_checkpoints");
            File.Move(place[name] + "/xtrabackup_info", place[name] + "/mariadb_backup_info");
        }

        foreach (var name in (string[])["whole", "part"])
        {
            Succeed("--prepare", $"--target-dir={place[name]}");
        }

        var before = IncrementTools.Fingerprint(place["part"]);
        var torn = Face("--prepare", $"--target-dir={place["part"]}", $"--incremental-dir={place["part-1"]}");
        Assert.Equal(1, torn.ExitCode);
        Assert.Contains("has only what changed since: other/old.ibd\n", torn.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal(before, IncrementTools.Fingerprint(place["part"]));
        Succeed("--prepare", $"--target-dir={place["whole"]}", $"--incremental-dir={place["whole-1"]}");
        Succeed("--copy-back", $"--target-dir={place["whole"]}", $"--datadir={place["restored"]}");
        using var restored = MariaDbServer.Start(options with { DataDirectory = place["restored"] });
        RoundTrip.AssertEqual(expected, restored);
    }

    private static string[] Arguments(MariaDbServer server, string target) =>
        ["--no-defaults", "--backup", $"--target-dir={target}", $"--socket={server.SocketPath}", "--user=root"];

    private static ProcessResult BackUp(MariaDbServer server, TemporaryDirectory place, string name, params string[] arguments) =>
        Succeed([.. Arguments(server, place[name]), .. arguments]);

    private static void BackUpAsStream(MariaDbServer server, TemporaryDirectory place, string name, params string[] arguments)
    {
        string[] all = ["mariadb-backup", .. Arguments(server, place["unused"]), "--stream=xbstream", .. arguments];
        Directory.CreateDirectory(place[name]);
        RunningProgram.Run(
            "sh", ["-c", "set -e; program=$1; to=$2; shift 2; \"$program\" \"$@\" > \"$to.stream\"; \"$program\" mbstream -x -C \"$to\" < \"$to.stream\"", "sh", UnderstudyProgram.Path, place[name], .. all]).Succeeded();
    }

    private static ProcessResult Succeed(params string[] arguments)
    {
        var result = Face(arguments).Succeeded();
        Assert.EndsWith("completed OK!", result.ErrorOutput.TrimEnd(), StringComparison.Ordinal);
        return result;
    }

    private static ProcessResult Face(params string[] arguments) => UnderstudyProgram.Run(["mariadb-backup", .. arguments]);
}
