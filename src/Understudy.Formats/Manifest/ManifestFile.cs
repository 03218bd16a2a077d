using System.Text.Json.Serialization;

namespace Understudy.Formats.Manifest;

/// <summary>One file of the backup.</summary>
public sealed record ManifestFile
{
    /// <summary>Path relative to the backup, with '/'.</summary>
    public required string Path { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>
    /// XXH64 in lower-case hexadecimal of each range of <see cref="ManifestDocument.HashRangeBytes"/> bytes, in order. A file of
    /// at most one range hence has its ordinary hash here, which <c>xxh64sum</c> prints too. Null when it has another kind.
    /// </summary>
    public IReadOnlyList<string>? Xxh64 { get; init; }

    /// <summary>The same of SHA-256, as <c>sha256sum</c> prints it. Null when the file has another kind.</summary>
    public IReadOnlyList<string>? Sha256 { get; init; }

    /// <summary>Of which kind its hashes are.</summary>
    [JsonIgnore]
    public HashKind HashKind => Sha256 is null ? HashKind.Xxh64 : HashKind.Sha256;

    /// <summary>Its hashes, of that kind; none where it has none.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Hashes => Sha256 ?? Xxh64 ?? [];

    /// <summary>
    /// Whether nobody has read the file yet: its pages are not verified, and its list of hashes, which tells their kind, is empty.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unverified { get; init; }

    /// <summary>The format that the file is compressed in, null when it is kept as it is.</summary>
    public string? Compression { get; init; }

    /// <summary>The length of the compressed file in bytes, null when it is not compressed.</summary>
    public long? StoredSize { get; init; }

    /// <summary>The XXH64 of the compressed file in lower-case hexadecimal, null when it is not compressed or has another kind.</summary>
    public string? StoredXxh64 { get; init; }

    /// <summary>The same of SHA-256.</summary>
    public string? StoredSha256 { get; init; }

    /// <summary>What the file is.</summary>
    public required ManifestFileRole Role { get; init; }

    /// <summary>The storage engine, null where there is none (definitions, metadata).</summary>
    public string? Engine { get; init; }

    /// <summary>The table as <c>database.table</c> in SQL names, null where there is none.</summary>
    public string? Table { get; init; }

    /// <summary>InnoDB's tablespace number, null for other files.</summary>
    public uint? SpaceId { get; init; }

    /// <summary>The absolute place that the file had outside the data directory, null when it was inside.</summary>
    public string? ExternalPath { get; init; }

    /// <summary>Permission bits on the source, in octal digits.</summary>
    public string? Mode { get; init; }

    /// <summary>Owner on the source, -1 unknown.</summary>
    public long User { get; init; } = -1;

    /// <summary>Group on the source, -1 unknown.</summary>
    public long Group { get; init; } = -1;

    /// <summary>Whether runs of zeros were left as holes.</summary>
    public bool Sparse { get; init; }

    /// <summary>The same entry with other hashes.</summary>
    /// <param name="kind">Of which kind they are.</param>
    /// <param name="hashes">One for each range; none when they are still to be made.</param>
    public ManifestFile WithHashes(HashKind kind, IReadOnlyList<string> hashes) => this with
    {
        Xxh64 = kind == HashKind.Xxh64 ? hashes : null,
        Sha256 = kind == HashKind.Sha256 ? hashes : null,
    };
}
