namespace Understudy.Formats.Frm;

/// <summary>
/// The two ways in which files name an engine. Names are the server's own (<c>INFORMATION_SCHEMA.ENGINES</c>). Codes
/// are <c>enum legacy_db_type</c>, sql/handler.h; from 43 on they are given out when an engine is loaded and mean
/// nothing here (MyRocks was seen with 45 and 46).
/// </summary>
public static class TableEngineNames
{
    /// <summary>The engine of that name, in any case; Other when it is not known here.</summary>
    public static TableEngine FromName(ReadOnlySpan<char> name)
    {
        foreach (var (known, engine) in Known)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return engine;
            }
        }

        return TableEngine.Other;
    }

    /// <summary>The engine with that code; Other when it is not known here or differs between servers.</summary>
    public static TableEngine FromLegacyCode(byte code) => code switch
    {
        6 => TableEngine.Memory,
        9 => TableEngine.MyIsam,
        10 => TableEngine.Merge,
        12 => TableEngine.InnoDb,
        16 => TableEngine.Archive,
        17 => TableEngine.Csv,
        19 => TableEngine.Blackhole,
        20 => TableEngine.Partition,
        42 => TableEngine.Aria,
        _ => TableEngine.Other,
    };

    private static readonly (string Name, TableEngine Engine)[] Known =
    [
        ("InnoDB", TableEngine.InnoDb),
        ("Aria", TableEngine.Aria),
        ("MyISAM", TableEngine.MyIsam),
        ("MRG_MyISAM", TableEngine.Merge),
        ("CSV", TableEngine.Csv),
        ("ARCHIVE", TableEngine.Archive),
        ("ROCKSDB", TableEngine.RocksDb),
        ("MEMORY", TableEngine.Memory),
        ("BLACKHOLE", TableEngine.Blackhole),
        ("partition", TableEngine.Partition),
        ("VIEW", TableEngine.View),
    ];
}
