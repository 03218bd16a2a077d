using System.Text.Json;

namespace Understudy.Testing;

/// <summary>The program under test, by its command line.</summary>
/// <param name="backupArguments">Options that every backup is taken with.</param>
public sealed class UnderstudyTool(params string[] backupArguments) : IBackupTool
{
    /// <inheritdoc/>
    public string Name => "understudy";

    /// <inheritdoc/>
    public RunningProgram StartBackup(MariaDbServer server, string targetDirectory, BackupHold? hold = null) =>
        StartBackup(server, targetDirectory, hold, backupArguments);

    /// <summary>Starts a backup with further options.</summary>
    public RunningProgram StartBackup(
        MariaDbServer server, string targetDirectory, BackupHold? hold, params string[] arguments) =>
        UnderstudyProgram.Start(
            ["backup", "--socket", server.SocketPath, "--user", "root", "--target-dir", targetDirectory, .. arguments],
            hold?.Environment);

    /// <inheritdoc/>
    public void Restore(string backupDirectory, string dataDirectory) =>
        UnderstudyProgram.Run("restore", backupDirectory, "--datadir", dataDirectory).Succeeded();

    /// <inheritdoc/>
    public BinaryLogPosition ReadPosition(string backupDirectory)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText($"{backupDirectory}/understudy.json"));
        var position = manifest.RootElement.GetProperty("backupPoint").GetProperty("binaryLog");
        return new BinaryLogPosition(
            position.GetProperty("file").GetString() ?? "",
            position.GetProperty("position").GetInt64(),
            position.GetProperty("gtid").GetString() ?? "");
    }
}
