using System.Buffers;

namespace Understudy.Native.PageCompression;

internal sealed unsafe class LzoLibrary() : CompressionLibrary(CompressionImports.Lzo, "liblzo2-2")
{
    // What LZO makes of incompressible bytes at most: it does not look how much room there is.
    private const int ExpansionFixedBytes = 64 + 3;
    private const int ExpansionShare = 16;

    public override int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var bytes = (nuint)destination.Length;
        fixed (byte* from = source, to = destination)
        {
            var result = CompressionImports.lzo1x_decompress_safe(from, (nuint)source.Length, to, &bytes, null);
            return result == CompressionImports.LZO_E_OK ? (int)bytes : -1;
        }
    }

    public override int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var room = source.Length + source.Length / ExpansionShare + ExpansionFixedBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(CompressionImports.LzoWorkBytes + room);
        try
        {
            nuint bytes = 0;
            fixed (byte* from = source, work = buffer)
            {
                var to = work + CompressionImports.LzoWorkBytes;
                var result = CompressionImports.lzo1x_1_15_compress(from, (nuint)source.Length, to, &bytes, work);
                if (result != CompressionImports.LZO_E_OK || bytes > (nuint)destination.Length)
                {
                    return 0;
                }

                new ReadOnlySpan<byte>(to, (int)bytes).CopyTo(destination);
                return (int)bytes;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
