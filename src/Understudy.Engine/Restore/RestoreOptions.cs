using Microsoft.Win32.SafeHandles;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Restore;

/// <summary>What a restore is to do.</summary>
public sealed record RestoreOptions
{
    /// <summary>The backup.</summary>
    public required string BackupDirectory { get; init; }

    /// <summary>
    /// A stream of mbstream to receive the backup from, which is read to its end; <see cref="BackupDirectory"/> then does not count.
    /// It goes with no increments.
    /// </summary>
    public SafeFileHandle? Input { get; init; }

    /// <summary>Increments to merge into what is restored, in their order; they are only read.</summary>
    public IReadOnlyList<string> Increments { get; init; } = [];

    /// <summary>The data directory to make; it must be empty or missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Put files that were outside the data directory below it, instead of at the places that they had.
    /// </summary>
    public bool Relocate { get; init; }

    /// <summary>Restore a partial backup too, although what comes out is no whole server.</summary>
    public bool AllowPartial { get; init; }

    /// <summary>Copying threads, at least 1.</summary>
    public int Parallel { get; init; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>The most that is read in a second, in bytes; 0 for no limit.</summary>
    public long ThrottleBytesPerSecond { get; init; }

    /// <summary>
    /// Whether to roll the InnoDB files forward in the data directory; otherwise the server does so when it starts.
    /// </summary>
    public bool RollForward { get; init; } = true;

    /// <summary>Memory for rolling forward, in bytes; null for a fair share of what the machine has available.</summary>
    public long? UseMemoryBytes { get; init; }

    /// <summary>The key file of file_key_management; null for the one that the backup names.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The password of an encrypted key file, or <c>FILE:</c> and the path of a file that holds it.</summary>
    public string? KeyFilePassword { get; init; }

    /// <summary>How the server encrypts; null for what the backup says.</summary>
    public EncryptionMode? EncryptionMode { get; init; }
}
