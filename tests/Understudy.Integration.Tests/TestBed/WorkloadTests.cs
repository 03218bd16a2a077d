using Understudy.Integration.Tests.Backup;
using Understudy.Testing;

namespace Understudy.Integration.Tests.TestBed;

/// <summary>The oracle itself: an empty server with the whole binary log replayed is the source, and less is not.</summary>
public sealed class WorkloadTests
{
    [Theory]
    [InlineData("10.11", 18)]
    [InlineData("11.8", 18)]
    public void WholeBinaryLog_ReplayedOnAnEmptyServer_EqualsTheSource(string number, int seed)
    {
        var release = MariaDbRelease.Find(number);
        using var source = MariaDbServer.Start(LoadedBackup.SourceOptions(release));
        using var workload = new Workload(source, new WorkloadOptions { Seed = seed, Pause = TimeSpan.FromMilliseconds(1) });
        workload.CreateTables();
        workload.Start();
        workload.RunFor(1500);
        workload.Stop();
        var state = ServerState.Capture(source);
        Assert.True(state.Tables.Count > 40, $"{state.Tables.Count} tables");
        source.Stop();

        using var copy = MariaDbServer.Start(LoadedBackup.RestoredOptions(release));
        BinaryLogReplay.Apply(source.DataDirectory, new BinaryLogPosition("binlog.000001", 4, ""), copy);

        List<string> wrong = [.. TableCheck.FindDamage(copy), .. ServerState.Capture(copy).DifferencesFrom(state)];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        copy.Execute("DELETE FROM shop.i_dynamic LIMIT 1");
        var difference = Assert.Single(ServerState.Capture(copy).DifferencesFrom(state));
        Assert.Contains("`shop`.`i_dynamic`", difference, StringComparison.Ordinal);
    }
}
