namespace Understudy.Formats.Frm;

/// <summary>The storage engine that a table definition names, as far as copying its files differs.</summary>
public enum TableEngine
{
    /// <summary>Any engine not named here.</summary>
    Other,

    /// <summary>InnoDB.</summary>
    InnoDb,

    /// <summary>Aria.</summary>
    Aria,

    /// <summary>MyISAM.</summary>
    MyIsam,

    /// <summary>MERGE (<c>MRG_MyISAM</c>): a list of MyISAM tables.</summary>
    Merge,

    /// <summary>CSV.</summary>
    Csv,

    /// <summary>ARCHIVE.</summary>
    Archive,

    /// <summary>MyRocks.</summary>
    RocksDb,

    /// <summary>MEMORY: no files but the definition.</summary>
    Memory,

    /// <summary>BLACKHOLE: no files but the definition.</summary>
    Blackhole,

    /// <summary>A partitioned table; the engine of its partitions is told apart.</summary>
    Partition,

    /// <summary>Not a table but a view.</summary>
    View,
}
