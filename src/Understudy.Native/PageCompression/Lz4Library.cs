namespace Understudy.Native.PageCompression;

internal sealed unsafe class Lz4Library() : CompressionLibrary(CompressionImports.Lz4, "liblz4-1")
{
    public override int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source, to = destination)
        {
            return Math.Max(CompressionImports.LZ4_decompress_safe(from, to, source.Length, destination.Length), -1);
        }
    }

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* from = source, to = destination)
        {
            return CompressionImports.LZ4_compress_default(from, to, source.Length, destination.Length);
        }
    }
}
