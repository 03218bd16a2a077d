using Understudy.Engine.Backup;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Prepare;

/// <summary>What <see cref="PrepareOperation"/> is to do.</summary>
public sealed record PrepareOptions
{
    /// <summary>The least memory that can be asked for, in bytes.</summary>
    public const long UseMemoryMin = 16L << 20;

    /// <summary>The backup directory. Its files are changed.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// An increment to merge into the backup, which is prepared first if it is not yet; null for none. It is only read.
    /// </summary>
    public string? IncrementalDirectory { get; init; }

    /// <summary>Whether a backup that is to take an increment is prepared first if it is not yet; otherwise it is refused.</summary>
    public bool PreparesBase { get; init; } = true;

    /// <summary>
    /// Memory for log records and pages, in bytes; null for a fair share of what the machine has available.
    /// </summary>
    public long? UseMemoryBytes { get; init; }

    /// <summary>The number of threads that apply records; null for one a processor.</summary>
    public int? Parallel { get; init; }

    /// <summary>
    /// The key file of file_key_management; null for the one that the backup's option file names, if it names one.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>The password of an encrypted key file, or <c>FILE:</c> and the path of a file that holds it.</summary>
    public string? KeyFilePassword { get; init; }

    /// <summary>How the server encrypts; null for what the backup's option file says.</summary>
    public EncryptionMode? EncryptionMode { get; init; }

    /// <summary>
    /// The LSN that the log must reach. Null: the end that the backup's own metadata promise.
    /// </summary>
    public Lsn? RequiredEnd { get; init; }

    /// <summary>
    /// Whether to describe tables for <c>IMPORT TABLESPACE</c> afterwards, which the server's program does. What is not committed is
    /// rolled back by that, so that no increment can follow.
    /// </summary>
    public bool Export { get; init; }

    /// <summary>Which tables to describe; all, by default.</summary>
    public SelectionOptions ExportSelection { get; init; } = new();

    /// <summary>The server's program; null to look for it.</summary>
    public string? ServerProgram { get; init; }

    /// <summary>
    /// Whether the operation can be killed at any moment and run again: originals of changed pages are made durable in side
    /// files first. Not needed in a restore target, which would be made anew.
    /// </summary>
    public bool IsRestartable { get; init; } = true;
}
