using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Formats.Qpress;
using Understudy.Native.StreamCompression;

namespace Understudy.Storage.Compression;

/// <summary>
/// The <c>.qp</c> files of <c>mariadb-backup --compress</c>. Who uses such a backup decompresses it first, with this program or with
/// <c>qpress</c>.
/// </summary>
/// <param name="ChunkBytes">The most bytes that a block unpacks to.</param>
public sealed record QpressCompression(int ChunkBytes) : IFileCompression
{
    /// <summary>The least chunk, in bytes.</summary>
    public const int ChunkBytesMin = 1 << 10;

    /// <summary>The largest chunk, in bytes.</summary>
    public const int ChunkBytesMax = 16 << 20;

    /// <inheritdoc/>
    public string Extension => QpressHeader.Extension;

    /// <inheritdoc/>
    public string? ManifestName => null;

    /// <inheritdoc/>
    public bool TakesIncrements => true;

    /// <inheritdoc/>
    public bool TakesDescription(string path) =>
        path != ManifestDocument.FileName && !MetadataFileNames.NewestFirst.Any(names => names.Checkpoints == path);

    /// <inheritdoc/>
    public void Require()
    {
        // There is no library that could be missing.
    }

    /// <inheritdoc/>
    public StreamEncoder CreateEncoder() => new QpressEncoder(ChunkBytes);
}
