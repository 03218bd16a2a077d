using System.Globalization;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.StreamCompression;

namespace Understudy.Storage.Compression;

/// <summary>How the files of a backup are compressed.</summary>
/// <param name="Codec">The format.</param>
/// <param name="Level">How hard it tries; higher takes longer.</param>
public sealed record CompressionChoice(StreamCodec Codec, int Level) : IFileCompression
{
    /// <inheritdoc/>
    public string Extension => ManifestCompression.ExtensionOf(Codec.Name) ?? throw new InvalidOperationException($"a manifest cannot name {Codec.Name}");

    /// <inheritdoc/>
    public string? ManifestName => Codec.Name;

    /// <inheritdoc/>
    public bool TakesIncrements => false;

    /// <inheritdoc/>
    public bool TakesDescription(string path) => false;

    /// <inheritdoc/>
    public void Require() => Require(Codec);

    /// <inheritdoc/>
    public StreamEncoder CreateEncoder() => Codec.CreateEncoder(Level);

    /// <summary>Reads <c>zstd</c>, <c>lz4</c>, or one of them with a level, as in <c>zstd:9</c>.</summary>
    /// <returns>Null when it is not understood.</returns>
    public static CompressionChoice? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 2 || StreamCodec.Find(parts[0]) is not { } codec)
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return new CompressionChoice(codec, codec.LevelDefault);
        }

        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level >= 1 && level <= codec.LevelMax
            ? new CompressionChoice(codec, level)
            : null;
    }

    /// <summary>Refuses when the library is missing.</summary>
    /// <exception cref="FailureException">It is.</exception>
    public static void Require(StreamCodec codec)
    {
        if (!codec.IsPresent)
        {
            throw new FailureException(
                FailureKind.Failed, $"the library {codec.File}, which knows {codec.Name}, cannot be loaded", $"install the package {codec.Package}");
        }
    }
}
