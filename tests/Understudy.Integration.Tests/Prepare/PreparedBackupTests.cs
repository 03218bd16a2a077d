using System.Text.Json;
using Understudy.Integration.Tests.Backup;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary><c>backup --prepared</c>: what it leaves is a prepared backup, and nothing of what happened meanwhile is lost.</summary>
[Trait("Tier", "integration")]
public sealed class PreparedBackupTests
{
    [Theory]
    [InlineData("10.11", 31)]
    [InlineData("11.8", 32)]
    public void PreparedBackupUnderLoad_RestoredAndReplayed_EqualsTheSource(string number, int seed)
    {
        LoadedBackup.ProveFor(MariaDbRelease.Find(number), new UnderstudyTool("--prepared", "--throttle=40"), seed);
    }
}
