namespace Understudy.Native.PageCompression;

internal sealed unsafe class Bzip2Library() : CompressionLibrary(CompressionImports.Bzip2, "libbz2-1.0")
{
    private const int BlockSize100k = 1;

    public override int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var bytes = (uint)destination.Length;
        fixed (byte* from = source, to = destination)
        {
            var result = CompressionImports.BZ2_bzBuffToBuffDecompress(to, &bytes, from, (uint)source.Length, 1, 0);
            return result == CompressionImports.BZ_OK ? (int)bytes : -1;
        }
    }

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var bytes = (uint)destination.Length;
        fixed (byte* from = source, to = destination)
        {
            var result = CompressionImports.BZ2_bzBuffToBuffCompress(
                to, &bytes, from, (uint)source.Length, BlockSize100k, 0, 0);
            return result == CompressionImports.BZ_OK ? (int)bytes : 0;
        }
    }
}
