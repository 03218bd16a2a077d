using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>What does not belong together is refused before anything is written.</summary>
public sealed class IncrementChainTests
{
    [Fact]
    public void Chain_ThatIsNoChain_IsRefusedAndNothingIsChanged()
    {
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(MariaDbRelease.V10_11);
        var tools = new IncrementTools(MariaDbRelease.V10_11);
        source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (id INT PRIMARY KEY)");
        tools.BackUp(stock: false, source, place["full"]).Succeeded();
        tools.BackUp(stock: false, source, place["twin"]).Succeeded();
        string[] names = ["first", "second"];
        for (var i = 0; i < names.Length; i++)
        {
            source.Execute($"INSERT INTO d.t VALUES ({i})");
            IncrementScript.Flush(source);
            tools.BackUp(stock: false, source, place[names[i]], place[i == 0 ? "full" : names[0]]).Succeeded();
        }

        RefuseBackups(source, place);
        source.Stop();
        ShowChains(place);
        foreach (var name in (string[])["full", "twin"])
        {
            tools.Prepare(stock: false, place[name]).Succeeded();
        }

        Refused(place["full"], place["second"], "an increment between them is missing");
        Refused(place["full"], place["twin"], "is a full backup, not an increment");
        Refused(place["twin"], place["first"], "does not continue");
        RefuseDamaged(place);
        RefuseStarted(place);

        tools.Prepare(stock: false, place["full"], place["first"]).Succeeded();
        Refused(place["full"], place["first"], "it was applied already");
        tools.Prepare(stock: false, place["full"], place["second"]).Succeeded();
        Refused(place["full"], place["first"], "apply increments in their order");

        // Neither can an increment stand for itself.
        Assert.Contains("cannot be prepared by itself", UnderstudyProgram.Run("prepare", place["first"]).ErrorOutput, StringComparison.Ordinal);
        Assert.Contains(
            "cannot be restored by itself",
            UnderstudyProgram.Run("restore", place["first"], "--datadir", place["nowhere"]).ErrorOutput,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(place["nowhere"]));
    }

    private static void ShowChains(TemporaryDirectory place)
    {
        var whole = UnderstudyProgram.Run("show", place["full"], place["first"], place["second"]).Succeeded();
        Assert.Contains("The chain is whole", whole.Output, StringComparison.Ordinal);
        foreach (var (names, fault) in ((string[], string)[])
        [
            (["full", "second"], "it starts from LSN"),
            (["full", "second", "first"], "it starts from LSN"),
            (["twin", "first"], "does not continue the chain"), // by its identifier, or by its LSN if there was a checkpoint between
            (["full", "twin"], "it is a full backup"),
            (["first", "second"], "name its full backup first"),
        ])
        {
            var result = UnderstudyProgram.Run(["show", .. names.Select(name => place[name])]);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(fault, result.Output, StringComparison.Ordinal);
        }

        Assert.Contains("increment:    from LSN", UnderstudyProgram.Run("show", place["first"]).Succeeded().Output, StringComparison.Ordinal);
    }

    private static void RefuseBackups(MariaDbServer source, TemporaryDirectory place)
    {
        using var other = MariaDbServer.Start(MariaDbRelease.V11_8);
        foreach (var (server, arguments, message) in ((MariaDbServer, string[], string)[])
        [
            (other, ["--incremental-base", place["full"]], "is a backup of another server: its Aria log is"),
            (source, ["--incremental-lsn", "99999999999"], "it is only at LSN"),
            (source, ["--incremental-lsn", "5", "--incremental-base", place["full"]], "not from both"),
            (source, ["--incremental-base", place["missing"]], "there is no directory"),
            (source, ["--incremental-base", source.DataDirectory], "holds no backup"),
            (source, ["--incremental-base", place["full"], "--databases", "d"], "another selection of tables"),
            (source, ["--incremental-base", place["full"], "--prepared"], "--prepared and increments exclude each other"),
        ])
        {
            using var program = new UnderstudyTool().StartBackup(server, place["refused"], hold: null, arguments);
            var result = program.WaitForEnd(TimeSpan.FromMinutes(1));
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains(message, result.ErrorOutput, StringComparison.Ordinal);
            Assert.False(Directory.Exists(place["refused"]), message);
        }
    }

    private static void RefuseDamaged(TemporaryDirectory place)
    {
        var increment = IncrementTools.Copy(place["first"], place["damaged"]);
        var delta = increment + "/d/t.ibd.delta";
        using (var file = File.Open(delta, FileMode.Open))
        {
            file.Seek(-100, SeekOrigin.End);
            file.WriteByte(0xEE);
        }

        Refused(place["full"], increment, "its XXH64 is not the one in the manifest");

        // Without hashes the form of a delta is looked at.
        File.Delete(increment + "/understudy.json");
        using (var file = File.Open(delta, FileMode.Open))
        {
            file.SetLength(file.Length - 5);
        }

        Refused(place["full"], increment, "is not a whole delta");
        File.Delete(increment + "/d/t.ibd.meta");
        Refused(place["full"], increment, "which says of which tablespace");
    }

    private static void RefuseStarted(TemporaryDirectory place)
    {
        var started = IncrementTools.Copy(place["full"], place["started"]);
        using (var server = MariaDbServer.StartOn(started, MariaDbRelease.V10_11))
        {
            server.Stop();
        }

        Refused(started, place["first"], "a server was started on");
    }

    private static void Refused(string directory, string increment, string message)
    {
        var before = IncrementTools.Fingerprint(directory);
        var result = UnderstudyProgram.Run("prepare", directory, "--incremental-dir", increment);
        Assert.True(result.ExitCode is 1 or 2 or 10 or 20, result.ToString());
        Assert.Contains(message, result.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal(before, IncrementTools.Fingerprint(directory));
    }
}
