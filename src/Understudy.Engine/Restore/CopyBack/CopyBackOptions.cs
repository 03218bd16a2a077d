namespace Understudy.Engine.Restore.CopyBack;

/// <summary>
/// What a copy-back is to do: a directory that holds a backup, of this program or of mariadb-backup, becomes a data directory, file by
/// file and by the rules of mariadb-backup. Relative directories count from the data directory.
/// </summary>
public sealed record CopyBackOptions
{
    /// <summary>The backup.</summary>
    public required string BackupDirectory { get; init; }

    /// <summary>The data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Move the files instead of copying them: then the backup is none any more.</summary>
    public bool Move { get; init; }

    /// <summary>Take directories that are not empty; no file is overwritten all the same.</summary>
    public bool IntoUsedDirectories { get; init; }

    /// <summary><c>innodb_data_home_dir</c>; null for the data directory.</summary>
    public string? DataHomeDirectory { get; init; }

    /// <summary><c>innodb_data_file_path</c>; null for what the backup says.</summary>
    public string? DataFilePath { get; init; }

    /// <summary><c>innodb_log_group_home_dir</c>; null for the data directory.</summary>
    public string? RedoLogDirectory { get; init; }

    /// <summary><c>innodb_undo_directory</c>; null for the data directory.</summary>
    public string? UndoDirectory { get; init; }

    /// <summary><c>aria_log_dir_path</c>; null for the data directory.</summary>
    public string? AriaLogDirectory { get; init; }

    /// <summary>Where the files of MyRocks go; null for <c>#rocksdb</c> in the data directory.</summary>
    public string? RocksDbDirectory { get; init; }

    /// <summary><c>innodb_buffer_pool_filename</c>: the list of buffered pages is taken only when this is given.</summary>
    public string? BufferPoolFile { get; init; }

    /// <summary>Copying threads, at least 1.</summary>
    public int Parallel { get; init; } = 1;
}
