namespace Understudy.Protocol;

/// <summary>What a table is to the backup stages.</summary>
public enum TableEngine
{
    /// <summary>InnoDB.</summary>
    InnoDb,

    /// <summary>Aria with <c>TRANSACTIONAL=1</c>, the default.</summary>
    Aria,

    /// <summary>Aria with <c>TRANSACTIONAL=0</c>.</summary>
    AriaPlain,

    /// <summary>MyISAM, and MERGE.</summary>
    MyIsam,

    /// <summary>CSV.</summary>
    Csv,

    /// <summary>ARCHIVE.</summary>
    Archive,

    /// <summary>MyRocks.</summary>
    RocksDb,

    /// <summary>MEMORY.</summary>
    Memory,

    /// <summary>A temporary table of any engine.</summary>
    Temporary,
}
