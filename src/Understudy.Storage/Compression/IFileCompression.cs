using Understudy.Native.StreamCompression;

namespace Understudy.Storage.Compression;

/// <summary>A way to keep the files of a backup compressed.</summary>
public interface IFileCompression
{
    /// <summary>What the names of compressed files end with.</summary>
    string Extension { get; }

    /// <summary>
    /// The name under which the manifest knows it; null when a manifest lists the files as they are after they were decompressed, so that
    /// there is no backup for it before.
    /// </summary>
    string? ManifestName { get; }

    /// <summary>Whether increments can be compressed.</summary>
    bool TakesIncrements { get; }

    /// <summary>Whether a file that describes the backup is compressed too.</summary>
    /// <param name="path">Its path in the backup.</param>
    bool TakesDescription(string path);

    /// <summary>Refuses when what it needs is missing.</summary>
    /// <exception cref="Formats.FailureException">It is.</exception>
    void Require();

    /// <summary>Makes an encoder.</summary>
    StreamEncoder CreateEncoder();
}
