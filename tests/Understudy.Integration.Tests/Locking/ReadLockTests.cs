using Understudy.Integration.Tests.Backup;
using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Locking;

/// <summary>A backup under FLUSH TABLES WITH READ LOCK holds every engine at the recorded position, too.</summary>
public sealed class ReadLockTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void BackupUnderReadLock_AndReplay_EqualTheSource(string version)
    {
        using var trip = new RoundTrip(LoadedBackup.SourceOptions(MariaDbRelease.Find(version)));
        var state = trip.BackUpUnderLoad("--ftwrl");
        trip.Restore().Succeeded();

        trip.ProveReplayed(state);
    }
}
