using System.Buffers;

namespace Understudy.Native.PageCompression;

internal sealed unsafe class SnappyLibrary() : CompressionLibrary(CompressionImports.Snappy, "libsnappy1v5")
{
    public override int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var bytes = (nuint)destination.Length;
        fixed (byte* from = source, to = destination)
        {
            var result = CompressionImports.snappy_uncompress(from, (nuint)source.Length, to, &bytes);
            return result == CompressionImports.SNAPPY_OK ? (int)bytes : -1;
        }
    }

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // The library refuses to start unless the worst case fits.
        var bytes = CompressionImports.snappy_max_compressed_length((nuint)source.Length);
        var buffer = ArrayPool<byte>.Shared.Rent((int)bytes);
        try
        {
            fixed (byte* from = source, to = buffer)
            {
                var result = CompressionImports.snappy_compress(from, (nuint)source.Length, to, &bytes);
                if (result != CompressionImports.SNAPPY_OK || bytes > (nuint)destination.Length)
                {
                    return 0;
                }

                buffer.AsSpan(0, (int)bytes).CopyTo(destination);
                return (int)bytes;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
