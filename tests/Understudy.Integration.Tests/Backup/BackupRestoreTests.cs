using Understudy.Testing;

namespace Understudy.Integration.Tests.Backup;

public abstract class BackupRestoreTests(string number)
{
    private const int SeedCountDefault = 5;

    /// <summary>Five seeds for each version, or as many as <c>UNDERSTUDY_SEEDS</c> says.</summary>
    public static TheoryData<int> Seeds =>
        new(Enumerable.Range(
            1, int.TryParse(Environment.GetEnvironmentVariable("UNDERSTUDY_SEEDS"), out var count) ? count : SeedCountDefault));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void BackupUnderLoad_RestoredAndReplayed_EqualsTheSource(int seed)
    {
        var release = MariaDbRelease.Find(number);
        IBackupTool tool = Environment.GetEnvironmentVariable("UNDERSTUDY_TEST_TOOL") == "stock"
            ? new StockTool(release)
            : new UnderstudyTool();

        LoadedBackup.ProveFor(release, tool, seed);
    }
}
