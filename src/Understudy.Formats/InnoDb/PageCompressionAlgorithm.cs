namespace Understudy.Formats.InnoDb;

/// <summary>
/// How page_compressed pages are packed. Source: PAGE_*_ALGORITHM in storage/innobase/include/fsp0types.h.
/// </summary>
public enum PageCompressionAlgorithm
{
    /// <summary>Not compressed.</summary>
    None = 0,

    /// <summary>zlib.</summary>
    Zlib = 1,

    /// <summary>LZ4, raw block.</summary>
    Lz4 = 2,

    /// <summary>LZO1X.</summary>
    Lzo = 3,

    /// <summary>LZMA in an .xz container.</summary>
    Lzma = 4,

    /// <summary>bzip2.</summary>
    Bzip2 = 5,

    /// <summary>Snappy, raw block.</summary>
    Snappy = 6,
}
