using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Backup;

/// <summary>
/// One run of the whole way: a server under writes and DDL in every engine is backed up; the copy is restored, checked,
/// brought up to date from the source's binary log, and must then equal the source.
/// </summary>
internal static class LoadedBackup
{
    private const int StatementCountAround = 250;

    /// <summary>Backs up with one tool and restores with the same or another one; the source and the backup may have a place of their own.</summary>
    internal static void ProveFor(
        MariaDbRelease release,
        IBackupTool tool,
        int seed,
        IBackupTool? restoringTool = null,
        MountedFileSystem? place = null,
        bool isOnOneVolume = false)
    {
        using var directory = new TemporaryDirectory();
        if (place is not null)
        {
            OwnDataDirectory.Make(release, place["data"]);
        }

        using var source = MariaDbServer.Start(SourceOptions(release) with { DataDirectory = place?["data"] });
        var backupDirectory = place?["backup"] ?? directory["backup"];
        var workloadOptions = new WorkloadOptions
        {
            Seed = seed,
            BackQuotesInNames = tool is not StockTool,
            RemoteDirectory = isOnOneVolume ? null : Directory.CreateDirectory(place?["remote"] ?? directory["remote"]).FullName,
        };
        using var workload = new Workload(source, workloadOptions);
        workload.CreateTables();
        workload.Start();
        workload.RunFor(StatementCountAround);
        var stormBefore = workload.StormStatementCount;
        using (var backup = tool.StartBackup(source, backupDirectory))
        {
            backup.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();
        }

        Assert.True(workload.StormStatementCount > stormBefore, "no DDL ran beside the backup");
        workload.RunFor(StatementCountAround);
        workload.Stop();
        var state = ServerState.Capture(source);
        source.Stop();
        if (workloadOptions.RemoteDirectory is { } remote)
        {
            Directory.Move(remote, $"{remote} of the source");
            Directory.CreateDirectory(remote);
        }

        (restoringTool ?? tool).Restore(backupDirectory, directory["restored"]);

        var position = tool.ReadPosition(backupDirectory);
        RestoreProof.Take(directory["restored"], RestoredOptions(release), position, source.DataDirectory, state)
            .Require(mayBeOpen: isOnOneVolume);
    }

    internal static MariaDbServerOptions SourceOptions(MariaDbRelease release) =>
        new() { Release = release, RocksDb = true, Arguments = WorkloadOptions.SourceArguments };

    internal static MariaDbServerOptions RestoredOptions(MariaDbRelease release) =>
        new() { Release = release, RocksDb = true, Arguments = WorkloadOptions.RestoredArguments };
}
