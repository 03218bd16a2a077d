using System.Runtime.InteropServices;

namespace Understudy.Native.PageCompression;

/// <summary>Imports from the compression libraries. Names and arguments are those of their headers.</summary>
internal static unsafe partial class CompressionImports
{
    internal const string Lz4 = "liblz4.so.1";
    internal const string Lzo = "liblzo2.so.2";
    internal const string Lzma = "liblzma.so.5";
    internal const string Bzip2 = "libbz2.so.1.0";
    internal const string Snappy = "libsnappy.so.1";

    internal const int LZO_E_OK = 0;
    internal const int BZ_OK = 0;
    internal const int LZMA_OK = 0;
    internal const int LZMA_CHECK_NONE = 0;
    internal const int SNAPPY_OK = 0;

    /// <summary>LZO1X_1_15_MEM_COMPRESS: 32768 pointers.</summary>
    internal const int LzoWorkBytes = 32768 * 8;

    [LibraryImport(Lz4)]
    internal static partial int LZ4_decompress_safe(byte* source, byte* destination, int sourceBytes, int capacity);

    [LibraryImport(Lz4)]
    internal static partial int LZ4_compress_default(byte* source, byte* destination, int sourceBytes, int capacity);

    [LibraryImport(Lzo)]
    internal static partial int lzo1x_decompress_safe(
        byte* source, nuint sourceBytes, byte* destination, nuint* destinationBytes, void* workMemory);

    [LibraryImport(Lzo)]
    internal static partial int lzo1x_1_15_compress(
        byte* source, nuint sourceBytes, byte* destination, nuint* destinationBytes, void* workMemory);

    [LibraryImport(Lzma)]
    internal static partial int lzma_stream_buffer_decode(
        ulong* memoryLimit,
        uint flags,
        void* allocator,
        byte* source,
        nuint* sourcePosition,
        nuint sourceBytes,
        byte* destination,
        nuint* destinationPosition,
        nuint capacity);

    [LibraryImport(Lzma)]
    internal static partial int lzma_easy_buffer_encode(
        uint preset,
        int check,
        void* allocator,
        byte* source,
        nuint sourceBytes,
        byte* destination,
        nuint* destinationPosition,
        nuint capacity);

    [LibraryImport(Bzip2)]
    internal static partial int BZ2_bzBuffToBuffDecompress(
        byte* destination, uint* destinationBytes, byte* source, uint sourceBytes, int small, int verbosity);

    [LibraryImport(Bzip2)]
    internal static partial int BZ2_bzBuffToBuffCompress(
        byte* destination,
        uint* destinationBytes,
        byte* source,
        uint sourceBytes,
        int blockSize100k,
        int verbosity,
        int workFactor);

    [LibraryImport(Snappy)]
    internal static partial int snappy_uncompress(byte* source, nuint sourceBytes, byte* destination, nuint* destinationBytes);

    [LibraryImport(Snappy)]
    internal static partial int snappy_compress(byte* source, nuint sourceBytes, byte* destination, nuint* destinationBytes);

    [LibraryImport(Snappy)]
    internal static partial nuint snappy_max_compressed_length(nuint sourceBytes);
}
