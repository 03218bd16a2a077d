using System.Runtime.InteropServices;

namespace Understudy.Native.StreamCompression;

/// <summary>Imports of streaming compression. Names and arguments are those of zstd.h and lz4frame.h.</summary>
internal static unsafe partial class StreamCompressionImports
{
    internal const string Zstd = "libzstd.so.1";
    internal const string Lz4 = "liblz4.so.1";

    internal const int ZSTD_c_compressionLevel = 100;
    internal const int ZSTD_c_checksumFlag = 201;
    internal const int ZSTD_e_continue = 0;
    internal const int ZSTD_e_end = 2;
    internal const int ZSTD_reset_session_only = 1;
    internal const uint LZ4F_VERSION = 100;
    internal const int LZ4F_max4MB = 7;

    [LibraryImport(Zstd)]
    internal static partial nint ZSTD_createCCtx();

    [LibraryImport(Zstd)]
    internal static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Zstd)]
    internal static partial nuint ZSTD_CCtx_setParameter(ZstdEncoderHandle context, int parameter, int value);

    [LibraryImport(Zstd)]
    internal static partial nuint ZSTD_CCtx_reset(ZstdEncoderHandle context, int reset);

    [LibraryImport(Zstd)]
    internal static partial nuint ZSTD_compressStream2(ZstdEncoderHandle context, ZstdBuffer* output, ZstdBuffer* input, int end);

    [LibraryImport(Zstd)]
    internal static partial nint ZSTD_createDCtx();

    [LibraryImport(Zstd)]
    internal static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport(Zstd)]
    internal static partial nuint ZSTD_decompressStream(ZstdDecoderHandle context, ZstdBuffer* output, ZstdBuffer* input);

    [LibraryImport(Zstd)]
    internal static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Zstd)]
    internal static partial byte* ZSTD_getErrorName(nuint code);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_createCompressionContext(nint* context, uint version);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_freeCompressionContext(nint context);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_compressBound(nuint sourceBytes, Lz4Preferences* preferences);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_compressBegin(Lz4EncoderHandle context, byte* output, nuint capacity, Lz4Preferences* preferences);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_compressUpdate(
        Lz4EncoderHandle context, byte* output, nuint capacity, byte* source, nuint sourceBytes, void* options);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_compressEnd(Lz4EncoderHandle context, byte* output, nuint capacity, void* options);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_createDecompressionContext(nint* context, uint version);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_freeDecompressionContext(nint context);

    [LibraryImport(Lz4)]
    internal static partial nuint LZ4F_decompress(
        Lz4DecoderHandle context, byte* output, nuint* outputBytes, byte* source, nuint* sourceBytes, void* options);

    [LibraryImport(Lz4)]
    internal static partial uint LZ4F_isError(nuint code);

    [LibraryImport(Lz4)]
    internal static partial byte* LZ4F_getErrorName(nuint code);

    internal static nuint CheckZstd(nuint code) => ZSTD_isError(code) == 0
        ? code
        : throw new StreamCompressionException("zstd: " + Marshal.PtrToStringUTF8((nint)ZSTD_getErrorName(code)));

    internal static nuint CheckLz4(nuint code) => LZ4F_isError(code) == 0
        ? code
        : throw new StreamCompressionException("lz4: " + Marshal.PtrToStringUTF8((nint)LZ4F_getErrorName(code)));
}
