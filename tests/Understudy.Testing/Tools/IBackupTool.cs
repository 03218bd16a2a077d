namespace Understudy.Testing;

/// <summary>A program that backs up and restores; the same scenario is run with either.</summary>
public interface IBackupTool
{
    /// <summary>Its name, for messages.</summary>
    string Name { get; }

    /// <summary>Starts a backup of a running server into a new directory.</summary>
    RunningProgram StartBackup(MariaDbServer server, string targetDirectory, BackupHold? hold = null);

    /// <summary>Puts a backup in place in a new data directory, ready for a server to start.</summary>
    void Restore(string backupDirectory, string dataDirectory);

    /// <summary>The position of the binary log that the backup names.</summary>
    BinaryLogPosition ReadPosition(string backupDirectory);
}
