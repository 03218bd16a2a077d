namespace Understudy.Engine.Backup.Sources;

/// <summary>Where the server keeps its files. All paths are absolute and as seen from this program.</summary>
internal sealed record ServerLayout
{
    /// <summary>The data directory.</summary>
    internal required string DataDirectory { get; init; }

    /// <summary>The data directory as the server itself calls it; the same, unless it is seen from elsewhere.</summary>
    internal required string ServerDataDirectory { get; init; }

    /// <summary>Directories in the data directory that the server does not take for databases, by name.</summary>
    internal IReadOnlyList<string> IgnoredDirectories { get; init; } = [];

    /// <summary>The files of InnoDB's system tablespace, in order.</summary>
    internal required IReadOnlyList<string> SystemTablespace { get; init; }

    /// <summary>Where the undo tablespaces are.</summary>
    internal required string UndoDirectory { get; init; }

    /// <summary>Where InnoDB's redo log is.</summary>
    internal required string RedoLogDirectory { get; init; }

    /// <summary>Where Aria's log and control file are.</summary>
    internal required string AriaLogDirectory { get; init; }

    /// <summary>Where MyRocks keeps its files, null when it is not active.</summary>
    internal string? RocksDbDirectory { get; init; }

    internal string RedoLogFile => Path.Combine(RedoLogDirectory, "ib_logfile0");

    internal string AriaControlFile => Path.Combine(AriaLogDirectory, "aria_log_control");

    /// <summary>
    /// The place of a file as the server calls it, null when it lies directly in or below the data directory under its own relative
    /// name.
    /// </summary>
    internal string? ExternalPathOf(string fullPath, string pathInBackup)
    {
        if (fullPath == Path.Combine(DataDirectory, pathInBackup))
        {
            return null;
        }

        return fullPath.StartsWith(DataDirectory + "/", StringComparison.Ordinal) ? ServerDataDirectory + fullPath[DataDirectory.Length..] : fullPath;
    }
}
