using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Backup;

/// <summary>How a backup is rolled forward while it is taken, so that it is prepared when it ends.</summary>
public sealed record PreparedOptions
{
    // The server runs on the same machine: a fair share of all memory would be its buffer pool's.
    private const long UseMemoryDefault = 256L << 20;

    /// <summary>Memory for log records and pages, in bytes.</summary>
    public long UseMemoryBytes { get; init; } = UseMemoryDefault;

    /// <summary>The key file of file_key_management; null for the one that the server uses.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// The password of an encrypted key file, or <c>FILE:</c> and the path of a file that holds it; null for what the server uses.
    /// </summary>
    public string? KeyFilePassword { get; init; }

    /// <summary>How the server encrypts; null for what it says.</summary>
    public EncryptionMode? EncryptionMode { get; init; }
}
