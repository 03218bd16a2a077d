using Understudy.Testing;

namespace Understudy.Integration.Tests.Snapshot;

/// <summary><c>understudy snapshot</c> in the part of a backup tool.</summary>
/// <param name="dataPath">The data directory in the snapshot, relative; empty when it is the snapshot.</param>
/// <param name="arguments">Further options.</param>
internal sealed class SnapshotTool(string dataPath, params string[] arguments) : IBackupTool
{
    private readonly UnderstudyTool _tool = new();

    public string Name => "understudy snapshot";

    public RunningProgram StartBackup(MariaDbServer server, string targetDirectory, BackupHold? hold = null) => UnderstudyProgram.Start(
        ["snapshot", "--socket", server.SocketPath, "--user", "root", "--target-dir", targetDirectory, .. arguments], hold?.Environment);

    public void Restore(string backupDirectory, string dataDirectory) => _tool.Restore(In(backupDirectory), dataDirectory);

    public BinaryLogPosition ReadPosition(string backupDirectory) => _tool.ReadPosition(In(backupDirectory));

    private string In(string target) => Path.Combine(target, dataPath);
}
