using Understudy.Integration.Tests.Backup;
using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>A full backup and two increments, by either program, prepared by either: the result is the source.</summary>
public sealed class IncrementTests
{
    private const int StatementCountBetween = 150;

    // Each has who took the full backup, the first and the second increment, and who prepared them: s for the stock tool.
    [Theory]
    [InlineData("10.11", "uuuu", "uuus", "ussu", "suuu", "suus", "sssu", "usus")]
    [InlineData("11.8", "uuuu", "uuus", "ussu", "suus")]
    public void FullAndTwoIncrements_OfEitherProgram_PreparedByEither_EqualTheSource(string version, params string[] chains)
    {
        var release = MariaDbRelease.Find(version);
        var options = new MariaDbServerOptions { Release = release, RocksDb = true };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        var tools = new IncrementTools(release);
        var backups = chains.SelectMany(chain => Enumerable.Range(1, 3).Select(length => chain[..length])).Distinct(StringComparer.Ordinal).ToList();
        for (var step = 0; step < 3; step++)
        {
            IncrementScript.Run(source, step);
            if (step != 1)
            {
                IncrementScript.Flush(source);
            }
            else
            {
                IncrementScript.DoNotFlush(source); // the redo log of the increment has most of it
            }

            foreach (var name in backups.Where(name => name.Length == step + 1))
            {
                tools.BackUp(name[^1] == 's', source, place[name], step == 0 ? null : place[name[..^1]]).Succeeded();
            }
        }

        var expected = ServerState.Capture(source);
        source.Stop();

        foreach (var chain in chains)
        {
            var isStock = chain[3] == 's';
            var directory = IncrementTools.Copy(place[chain[..1]], place["copy"]);
            tools.Prepare(isStock, directory).Succeeded();
            foreach (var length in (int[])[2, 3])
            {
                // The stock tool uses an increment up.
                var increment = isStock ? IncrementTools.Copy(place[chain[..length]], place["used"]) : place[chain[..length]];
                var before = isStock ? "" : IncrementTools.Fingerprint(increment);
                tools.Prepare(isStock, directory, increment).Succeeded();
                Assert.Equal(before, isStock ? "" : IncrementTools.Fingerprint(increment));
                if (isStock)
                {
                    Directory.Delete(increment, recursive: true);
                }
            }

            Prove(tools, options, chain, directory, place["restored"], expected);
            Directory.Delete(directory, recursive: true);
            Directory.Delete(place["restored"], recursive: true);
        }
    }

    [Theory]
    [InlineData("10.11", 31)]
    [InlineData("11.8", 32)]
    public void IncrementsUnderLoad_PreparedByEither_EqualTheSource(string version, int seed)
    {
        var release = MariaDbRelease.Find(version);
        var tools = new IncrementTools(release);
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(LoadedBackup.SourceOptions(release));
        using var workload = new Workload(source, new WorkloadOptions { Seed = seed });
        workload.CreateTables();
        workload.Start();
        string[] names = ["full", "first", "second"];
        for (var i = 0; i < names.Length; i++)
        {
            workload.RunFor(StatementCountBetween);
            tools.BackUp(stock: false, source, place[names[i]], i == 0 ? null : place[names[i - 1]]).Succeeded();
        }

        workload.RunFor(StatementCountBetween);
        workload.Stop();
        var state = ServerState.Capture(source);
        source.Stop();
        var position = new UnderstudyTool().ReadPosition(place["second"]);
        foreach (var isStock in (bool[])[false, true])
        {
            var directory = IncrementTools.Copy(place["full"], place[$"prepared-{isStock}"]);
            tools.Prepare(isStock, directory).Succeeded();
            tools.Prepare(isStock, directory, isStock ? IncrementTools.Copy(place["first"], place["used-1"]) : place["first"]).Succeeded();
            tools.Prepare(isStock, directory, isStock ? IncrementTools.Copy(place["second"], place["used-2"]) : place["second"]).Succeeded();
            var restored = place[$"restored-{isStock}"];
            if (isStock)
            {
                tools.PutBack(directory, restored);
            }
            else
            {
                UnderstudyProgram.Run("restore", directory, "--datadir", restored).Succeeded();
            }

            RestoreProof.Take(restored, LoadedBackup.RestoredOptions(release), position, source.DataDirectory, state).Require();
        }
    }

    private static void Prove(
        IncrementTools tools, MariaDbServerOptions options, string chain, string directory, string restored, ServerState expected)
    {
        // With our last increment, merged by us, there is a manifest.
        if (chain[2..] == "uu")
        {
            UnderstudyProgram.Run("restore", directory, "--datadir", restored).Succeeded();
        }
        else
        {
            tools.PutBack(directory, restored);
        }

        using var server = MariaDbServer.Start(options with { DataDirectory = restored });
        try
        {
            RoundTrip.AssertEqual(expected, server);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new TestBedException($"chain {chain}: {e.Message}", e);
        }
    }
}
