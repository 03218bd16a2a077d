using System.Runtime.InteropServices;

namespace Understudy.Native.PageCompression;

/// <summary>
/// The system's compression libraries that page_compressed tables may need, each call on whole buffers. Thread-safe.
/// </summary>
public abstract class CompressionLibrary
{
    private readonly Lazy<bool> _isPresent;

    private protected CompressionLibrary(string file, string package)
    {
        File = file;
        Package = package;
        _isPresent = new Lazy<bool>(() => NativeLibrary.TryLoad(file, typeof(CompressionLibrary).Assembly, null, out _));
    }

    /// <summary>LZ4, raw blocks.</summary>
    public static CompressionLibrary Lz4 { get; } = new Lz4Library();

    /// <summary>LZO1X.</summary>
    public static CompressionLibrary Lzo { get; } = new LzoLibrary();

    /// <summary>LZMA in .xz containers.</summary>
    public static CompressionLibrary Lzma { get; } = new LzmaLibrary();

    /// <summary>bzip2.</summary>
    public static CompressionLibrary Bzip2 { get; } = new Bzip2Library();

    /// <summary>Snappy, raw blocks.</summary>
    public static CompressionLibrary Snappy { get; } = new SnappyLibrary();

    /// <summary>The file name of the library.</summary>
    public string File { get; }

    /// <summary>The Debian package that has it.</summary>
    public string Package { get; }

    /// <summary>Whether the library can be loaded. The other calls throw when it cannot.</summary>
    public bool IsPresent => _isPresent.Value;

    /// <summary>Unpacks.</summary>
    /// <param name="source">Packed bytes.</param>
    /// <param name="destination">Where the unpacked ones go.</param>
    /// <returns>How many they are; -1 when the source is damaged or there are more than fit.</returns>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public abstract int Decompress(ReadOnlySpan<byte> source, Span<byte> destination);

    /// <summary>Packs.</summary>
    /// <param name="source">Bytes.</param>
    /// <param name="destination">Where the packed ones go.</param>
    /// <returns>How many they are; 0 when they do not fit.</returns>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public abstract int Compress(ReadOnlySpan<byte> source, Span<byte> destination);
}
