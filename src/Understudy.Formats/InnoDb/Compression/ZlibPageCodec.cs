using System.IO.Compression;

namespace Understudy.Formats.InnoDb.Compression;

/// <summary>zlib, by the base library.</summary>
public sealed unsafe class ZlibPageCodec : IPageCompressionCodec
{
    /// <inheritdoc/>
    public bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> page)
    {
        fixed (byte* start = source)
        {
            using var packed = new UnmanagedMemoryStream(start, source.Length);
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            try
            {
                return zlib.ReadAtLeast(page, page.Length, throwOnEndOfStream: false) == page.Length;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public int Compress(ReadOnlySpan<byte> page, Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            using var packed = new UnmanagedMemoryStream(start, 0, destination.Length, FileAccess.Write);
            try
            {
                using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                {
                    zlib.Write(page);
                }

                return (int)packed.Length;
            }
            catch (NotSupportedException)
            {
                // The stream is fixed to the room there is, and said that more was needed.
                return 0;
            }
        }
    }
}
