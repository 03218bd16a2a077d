using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Compression;
using Understudy.Native.PageCompression;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>The compression methods of page_compressed tables, from the system's libraries.</summary>
internal sealed class LibraryCodecs : IPageCompressionCodecs
{
    internal static readonly LibraryCodecs Instance = new();

    private static readonly ZlibPageCodec Zlib = new();

    /// <inheritdoc/>
    public IPageCompressionCodec Get(PageCompressionAlgorithm algorithm) => algorithm switch
    {
        PageCompressionAlgorithm.Zlib => Zlib,
        PageCompressionAlgorithm.Lz4 => Of(CompressionLibrary.Lz4, "LZ4"),
        PageCompressionAlgorithm.Lzo => Of(CompressionLibrary.Lzo, "LZO"),
        PageCompressionAlgorithm.Lzma => Of(CompressionLibrary.Lzma, "LZMA"),
        PageCompressionAlgorithm.Bzip2 => Of(CompressionLibrary.Bzip2, "bzip2"),
        PageCompressionAlgorithm.Snappy => Of(CompressionLibrary.Snappy, "Snappy"),
        _ => throw new FailureException(FailureKind.Damaged, $"a page is packed with an unknown method ({(int)algorithm})"),
    };

    private static LibraryCodec Of(CompressionLibrary library, string name) => library.IsPresent
        ? new LibraryCodec(library)
        : throw new FailureException(
            FailureKind.Failed,
            $"tables are page_compressed with {name}, and its library {library.File} is not installed",
            $"install it; in Debian it is in the package {library.Package}");

    private sealed class LibraryCodec(CompressionLibrary library) : IPageCompressionCodec
    {
        public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> page) =>
            library.Decompress(source, page) == page.Length;

        public int Compress(ReadOnlySpan<byte> page, Span<byte> destination) => library.Compress(page, destination);
    }
}
