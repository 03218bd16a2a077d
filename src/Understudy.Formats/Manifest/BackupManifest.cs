using System.Text.Json.Serialization;

namespace Understudy.Formats.Manifest;

/// <summary>The table of contents of a backup, kept in <see cref="ManifestDocument.FileName"/>. docs/formats/manifest.md describes it.</summary>
public sealed record BackupManifest
{
    /// <summary>The value of <see cref="Format"/> in every manifest.</summary>
    public const string FormatName = "understudy-backup";

    /// <summary>The newest version that this program knows.</summary>
    public const int CurrentVersion = 4;

    /// <summary>The version that this program writes, unless a manifest has what only a later one has.</summary>
    public const int UsualVersion = 3;

    /// <summary>The first version whose readers know increments.</summary>
    public const int IncrementReaderVersion = 2;

    /// <summary>The version that a reader must know when files are compressed.</summary>
    public const int CompressionVersion = 2;

    /// <summary>The version that a reader must know when files have hashes of <see cref="HashKind.Xxh64"/>.</summary>
    public const int Xxh64Version = 3;

    /// <summary>The version that a reader must know when only a server's recovery makes the files whole.</summary>
    public const int CrashImageVersion = 3;

    /// <summary>The version that a reader must know when files are not verified yet, and have no hashes.</summary>
    public const int UnverifiedVersion = 4;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The version of the format; grows when something is added.</summary>
    public int Version { get; init; } = UsualVersion;

    /// <summary>The lowest version that a reader must know to understand this manifest.</summary>
    public int MinimumReaderVersion { get; init; } = 1;

    /// <summary>An identifier of the backup, unique in the world.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version of the program that made the backup.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Whether the InnoDB files were rolled forward already, so that no redo is left to apply.</summary>
    public bool Prepared { get; init; }

    /// <summary>
    /// Whether the files are what a crash would have left: neither commits nor DDL were blocked, there are no positions, and the recovery
    /// of a server of the same version must make them whole.
    /// </summary>
    public bool CrashImage { get; init; }

    /// <summary>When the backup began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The moment whose state the backup holds: <c>BLOCK_COMMIT</c> had just been reached.</summary>
    public required DateTimeOffset BackupTime { get; init; }

    /// <summary>When the manifest was written.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The server that was backed up.</summary>
    public required ManifestServer Server { get; init; }

    /// <summary>The positions at the backup time.</summary>
    public required ManifestBackupPoint BackupPoint { get; init; }

    /// <summary>InnoDB's log sequence numbers.</summary>
    public required ManifestInnoDb InnoDb { get; init; }

    /// <summary>What an increment continues; null of a full backup.</summary>
    public ManifestIncrement? Increment { get; init; }

    /// <summary>What happened in each stage, in order.</summary>
    public required IReadOnlyList<ManifestStage> Stages { get; init; }

    /// <summary>How the backup went; null where that was not measured.</summary>
    public ManifestTimeline? Timeline { get; init; }

    /// <summary>Whether tables of the server were left out on purpose.</summary>
    public bool Partial { get; init; }

    /// <summary>What was selected, as options of the command line; empty when everything was taken.</summary>
    public IReadOnlyList<string> Selection { get; init; } = [];

    /// <summary>Pages whose checksum was wrong each time they were read; only with damaged pages allowed.</summary>
    public IReadOnlyList<ManifestDamage> DamagedPages { get; init; } = [];

    /// <summary>Things that the user should know and that did not make the backup fail.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Directories, relative to the backup, that must exist after a restore even when they are empty.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>Every file of the backup except the manifest itself, in ordinal order of the path.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>Of which kind the hashes of its files are; where increments were merged, those of some may be of another.</summary>
    [JsonIgnore]
    public HashKind HashKind => Files.Count == 0 ? HashKind.Xxh64 : Files[0].HashKind;

    /// <summary>The files that nobody has verified yet.</summary>
    [JsonIgnore]
    public IEnumerable<ManifestFile> UnverifiedFiles => Files.Where(file => file.Unverified);

    /// <summary>The same manifest with the version of what is in it, and the lowest one that its readers must know.</summary>
    public BackupManifest WithReaderVersion() => this with
    {
        Version = UnverifiedFiles.Any() ? UnverifiedVersion : Math.Min(Version, UsualVersion),
        MinimumReaderVersion = new[]
        {
            1,
            Increment is null ? 1 : IncrementReaderVersion,
            Files.Any(file => file.Compression is not null) ? CompressionVersion : 1,
            Files.Any(file => file.HashKind == HashKind.Xxh64) ? Xxh64Version : 1,
            CrashImage ? CrashImageVersion : 1,
            UnverifiedFiles.Any() ? UnverifiedVersion : 1,
        }.Max(),
    };
}
