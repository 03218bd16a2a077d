namespace Understudy.Formats.Manifest;

/// <summary>The formats that files of a backup can be compressed in: those of the programs <c>zstd</c> and <c>lz4</c>.</summary>
public static class ManifestCompression
{
    /// <summary>The path under which a backup keeps a file: a compressed one has the ending of its format.</summary>
    public static string StoredPathOf(ManifestFile file) => file.Compression is null ? file.Path : file.Path + ExtensionOf(file.Compression);

    /// <summary>The manifest of the same backup when none of its files is compressed.</summary>
    public static BackupManifest Decompressed(BackupManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Files.All(file => file.Compression is null)
            ? manifest
            : (manifest with
            {
                Files = [.. manifest.Files.Select(file => file with { Compression = null, StoredSize = null, StoredXxh64 = null, StoredSha256 = null })],
            }).WithReaderVersion();
    }

    /// <summary>What the names of compressed files end with.</summary>
    /// <param name="codec">The name of the format.</param>
    /// <returns>Null when no manifest names it.</returns>
    public static string? ExtensionOf(string codec) => codec switch
    {
        "zstd" => ".zst",
        "lz4" => ".lz4",
        _ => null,
    };
}
