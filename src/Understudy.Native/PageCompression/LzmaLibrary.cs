namespace Understudy.Native.PageCompression;

internal sealed unsafe class LzmaLibrary : CompressionLibrary
{
    private const uint Preset = 6;
    private const ulong MemoryBytesMax = 64UL << 20;
    private const int MappedBytesMin = 1 << 20;

    // The encoder takes tables for a dictionary of 8 MiB, whatever the page's length, and touches little of them. The C library by and by
    // stops giving such blocks back, and then keeps, and clears for every page, some 20 MiB a thread.
    internal LzmaLibrary()
        : base(CompressionImports.Lzma, "liblzma5") => _ = LibC.LibC.mallopt(LibC.LibC.M_MMAP_THRESHOLD, MappedBytesMin);

    public override int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var memory = MemoryBytesMax;
        nuint read = 0;
        nuint written = 0;
        fixed (byte* from = source, to = destination)
        {
            var result = CompressionImports.lzma_stream_buffer_decode(
                &memory, 0, null, from, &read, (nuint)source.Length, to, &written, (nuint)destination.Length);
            return result == CompressionImports.LZMA_OK ? (int)written : -1;
        }
    }

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        nuint written = 0;
        fixed (byte* from = source, to = destination)
        {
            var result = CompressionImports.lzma_easy_buffer_encode(
                Preset,
                CompressionImports.LZMA_CHECK_NONE,
                null,
                from,
                (nuint)source.Length,
                to,
                &written,
                (nuint)destination.Length);
            return result == CompressionImports.LZMA_OK ? (int)written : 0;
        }
    }
}
