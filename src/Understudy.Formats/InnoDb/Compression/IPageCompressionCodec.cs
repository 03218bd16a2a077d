namespace Understudy.Formats.InnoDb.Compression;

/// <summary>One of the compression methods of page_compressed tables. Implementations are thread-safe.</summary>
public interface IPageCompressionCodec
{
    /// <summary>Unpacks a page.</summary>
    /// <param name="source">The packed bytes; zeros may follow them.</param>
    /// <param name="page">Where the page goes; it must become exactly full.</param>
    /// <returns>False when the bytes are damaged or do not make a whole page.</returns>
    bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> page);

    /// <summary>Packs a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="destination">Where the packed bytes go.</param>
    /// <returns>How many bytes that made; 0 when they do not fit.</returns>
    int Compress(ReadOnlySpan<byte> page, Span<byte> destination);
}
