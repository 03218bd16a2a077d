namespace Understudy.Formats.Manifest;

/// <summary>What a file of a backup is; decides where a restore puts it.</summary>
public enum ManifestFileRole
{
    /// <summary>A file of a table or database; goes below the data directory, or to its external place.</summary>
    Data,

    /// <summary>A file of InnoDB's system tablespace; goes to InnoDB's home directory.</summary>
    SystemTablespace,

    /// <summary>An undo tablespace; goes to the undo directory.</summary>
    UndoTablespace,

    /// <summary>InnoDB's redo log; goes to the log group home directory, last of all.</summary>
    RedoLog,

    /// <summary>Aria's log or control file; goes to Aria's log directory.</summary>
    AriaLog,

    /// <summary>A file of MyRocks.</summary>
    RocksDb,

    /// <summary>Describes the backup; is not restored.</summary>
    Metadata,
}
