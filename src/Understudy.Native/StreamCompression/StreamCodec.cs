using System.Runtime.InteropServices;

namespace Understudy.Native.StreamCompression;

/// <summary>The system's libraries that compress whole files into the formats of the command line programs of their names.</summary>
public abstract class StreamCodec
{
    private readonly Lazy<bool> _isPresent;

    private protected StreamCodec(string name, string file, string package, int levelMax, int levelDefault)
    {
        Name = name;
        File = file;
        Package = package;
        LevelMax = levelMax;
        LevelDefault = levelDefault;
        _isPresent = new Lazy<bool>(() => NativeLibrary.TryLoad(file, typeof(StreamCodec).Assembly, null, out _));
    }

    /// <summary>Zstandard.</summary>
    public static StreamCodec Zstd { get; } = new ZstdCodec();

    /// <summary>LZ4, in the frame format.</summary>
    public static StreamCodec Lz4 { get; } = new Lz4Codec();

    /// <summary>The name of the format.</summary>
    public string Name { get; }

    /// <summary>The file name of the library.</summary>
    public string File { get; }

    /// <summary>The Debian package that has it.</summary>
    public string Package { get; }

    /// <summary>Levels go from 1 to this one.</summary>
    public int LevelMax { get; }

    /// <summary>The level that is taken where none is asked for.</summary>
    public int LevelDefault { get; }

    /// <summary>Whether the library can be loaded. The other calls throw when it cannot.</summary>
    public bool IsPresent => _isPresent.Value;

    /// <summary>The codec of a name.</summary>
    /// <returns>Null when there is none.</returns>
    public static StreamCodec? Find(string name) => name switch
    {
        "zstd" => Zstd,
        "lz4" => Lz4,
        _ => null,
    };

    /// <summary>Makes an encoder.</summary>
    /// <param name="level">From 1 to <see cref="LevelMax"/>.</param>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public abstract StreamEncoder CreateEncoder(int level);

    /// <summary>Makes a decoder.</summary>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    public abstract StreamDecoder CreateDecoder();
}
