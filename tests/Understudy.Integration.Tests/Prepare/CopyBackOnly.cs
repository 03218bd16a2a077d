using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>The stock tool, restoring what is prepared already: its own prepare has nothing to do.</summary>
internal sealed class CopyBackOnly(MariaDbRelease release) : IBackupTool
{
    private readonly StockTool _stock = new(release);

    public string Name => _stock.Name;

    public RunningProgram StartBackup(MariaDbServer server, string targetDirectory, BackupHold? hold = null) =>
        _stock.StartBackup(server, targetDirectory, hold);

    public void Restore(string backupDirectory, string dataDirectory)
    {
        Assert.Contains(
            "already prepared", _stock.Prepare(backupDirectory).Succeeded().ErrorOutput, StringComparison.OrdinalIgnoreCase);
        _stock.CopyBack(backupDirectory, dataDirectory).Succeeded();
    }

    public BinaryLogPosition ReadPosition(string backupDirectory) => _stock.ReadPosition(backupDirectory);
}
