namespace Understudy.Testing;

/// <summary>The server's own <c>mariadb-backup</c> of the same version, for comparison and for compatibility.</summary>
/// <param name="release">Whose tool it is.</param>
public sealed class StockTool(MariaDbRelease release) : IBackupTool
{
    /// <inheritdoc/>
    public string Name => $"mariadb-backup {release}";

    /// <inheritdoc/>
    public RunningProgram StartBackup(MariaDbServer server, string targetDirectory, BackupHold? hold = null) =>
        hold is null
            ? StartBackup(server, targetDirectory, [])
            : throw new NotSupportedException("the stock tool cannot be held; see StockToolHold");

    /// <summary>Starts a backup of a running server.</summary>
    public RunningProgram StartBackup(MariaDbServer server, string targetDirectory, params string[] arguments) =>
        RunningProgram.Start(
            release.Program("mariadb-backup"),
            [
                "--no-defaults", "--backup", $"--target-dir={targetDirectory}", $"--datadir={server.DataDirectory}",
                $"--socket={server.SocketPath}", "--user=root", .. arguments,
            ]);

    /// <summary>Takes a backup of a running server, to its end.</summary>
    public ProcessResult Backup(MariaDbServer server, string targetDirectory, params string[] arguments)
    {
        using var program = StartBackup(server, targetDirectory, arguments);
        return program.WaitForEnd(TimeSpan.FromMinutes(5));
    }

    /// <summary>Rolls a backup forward, in place.</summary>
    public ProcessResult Prepare(string backupDirectory, params string[] arguments) =>
        Run(["--prepare", $"--target-dir={backupDirectory}", .. arguments]);

    /// <summary>Copies a prepared backup to a data directory.</summary>
    public ProcessResult CopyBack(string backupDirectory, string dataDirectory, params string[] arguments) =>
        Run(["--no-defaults", "--copy-back", $"--target-dir={backupDirectory}", $"--datadir={dataDirectory}", .. arguments]);

    /// <inheritdoc/>
    public void Restore(string backupDirectory, string dataDirectory)
    {
        Prepare(backupDirectory).Succeeded();
        CopyBack(backupDirectory, dataDirectory).Succeeded();
    }

    /// <inheritdoc/>
    public BinaryLogPosition ReadPosition(string backupDirectory)
    {
        var fields = File.ReadAllText($"{backupDirectory}/{release.BackupFilePrefix}binlog_info").TrimEnd('\n').Split('\t');
        return new BinaryLogPosition(fields[0], long.Parse(fields[1]), fields[2]);
    }

    private ProcessResult Run(IEnumerable<string> arguments) =>
        RunningProgram.Run(release.Program("mariadb-backup"), arguments);
}
