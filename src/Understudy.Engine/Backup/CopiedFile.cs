using Understudy.Engine.Backup.Ahead;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Increment;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Backup;

/// <summary>A file as it stands in the backup.</summary>
internal sealed record CopiedFile
{
    /// <summary>Path in the backup of the file as a whole; in an increment it lies under names that are made of this one.</summary>
    internal required string Path { get; init; }

    /// <summary>Where it was copied from.</summary>
    internal required string SourcePath { get; init; }

    /// <summary>How it lies in the backup.</summary>
    internal StoredForm Form { get; init; }

    /// <summary>The text of the <c>.meta</c> file beside a <c>.delta</c>, else null.</summary>
    internal string? DeltaMetadata { get; init; }

    internal required long SizeBytes { get; init; }

    internal required IReadOnlyList<string> Hashes { get; init; }

    /// <summary>A clone that was not read yet, so that it has no hashes: what its pages are to be verified by. Null of other files.</summary>
    internal CloneCheck? Unread { get; init; }

    /// <summary>How the backup keeps it, when not as it is.</summary>
    internal CompressedForm? Stored { get; init; }

    internal required ManifestFileRole Role { get; init; }

    internal string? Engine { get; init; }

    internal string Database { get; init; } = "";

    internal string Table { get; init; } = "";

    internal string? ExternalPath { get; init; }

    /// <summary>The status of the source before the copy; null for files that the backup itself made.</summary>
    internal FileStatus? Status { get; init; }

    /// <summary>Whether the source did not change while it was copied, so that its status identifies the content.</summary>
    internal bool IsStill { get; init; }

    /// <summary>What must stay the same for the copy to stay good; depends on the engine, null where the status decides.</summary>
    internal object? Identity { get; init; }

    /// <summary>What was done to a tablespace file since it was copied; null for other files.</summary>
    internal RolledForward? RolledForward { get; init; }

    /// <summary>Where it is in the backup.</summary>
    internal IReadOnlyList<string> StoredPaths => Increment.StoredPaths.Of(Form, Path);

    /// <summary>The entries of the manifest.</summary>
    /// <param name="hashKind">Of which kind the hashes are.</param>
    /// <param name="tableName">Makes the SQL name of a name of a file.</param>
    internal IEnumerable<ManifestFile> ToManifest(HashKind hashKind, Func<string, string> tableName)
    {
        var file = MakeEntry(hashKind, tableName);
        yield return file;
        if (DeltaMetadata is { } metadata)
        {
            yield return DeltaCopier.Describe(file, StoredPaths[1], metadata);
        }
    }

    private ManifestFile MakeEntry(HashKind hashKind, Func<string, string> tableName) => new ManifestFile
    {
        Path = StoredPaths[0],
        Size = SizeBytes,
        Unverified = Unread is not null,
        Compression = Stored?.Codec,
        StoredSize = Stored?.SizeBytes,
        StoredXxh64 = hashKind == HashKind.Xxh64 ? Stored?.Hash : null,
        StoredSha256 = hashKind == HashKind.Sha256 ? Stored?.Hash : null,
        Role = Role,
        Engine = Engine,
        Table = Table.Length == 0 ? null : $"{tableName(Database)}.{tableName(Table)}",
        SpaceId = (Identity as TablespaceIdentity)?.Space?.Value,
        ExternalPath = ExternalPath,
        Mode = Status is { } s ? Convert.ToString(s.Mode & 0xfff, 8) : null,
        User = Status is { } owned ? owned.User : -1,
        Group = Status is { } grouped ? grouped.Group : -1,
        Sparse = Form != StoredForm.Delta && (Status?.HasHoles ?? false),
    }.WithHashes(hashKind, Hashes);
}
