using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Prepare;

/// <summary>What <see cref="RollForward"/> is to do.</summary>
internal sealed record RollForwardRequest
{
    /// <summary>The redo log. It is only read, and may be elsewhere than the files.</summary>
    internal required string LogPath { get; init; }

    /// <summary>The LSN that the log must reach.</summary>
    internal required Lsn RequiredEnd { get; init; }

    /// <summary>
    /// Where the log ends of a backup that is still being taken, so that nothing behind it is read; null when the file is all there is.
    /// </summary>
    internal Lsn? LogEnd { get; init; }

    /// <summary>From which LSN on the log is to be applied to a tablespace; null: all of it to all.</summary>
    internal Func<uint, Lsn>? AppliesFrom { get; init; }

    /// <summary>Finds the files; called after the log was read to its end and found good, with what it says.</summary>
    internal required Func<SpaceTable, TablespaceFileSet> Files { get; init; }

    /// <summary>Whether the changes are to be durable at the end.</summary>
    internal bool Syncs { get; init; } = true;

    /// <summary>Whether another log takes the place of the file when all is done.</summary>
    internal bool IsLogReplaced { get; init; }

    /// <summary>The server's keys.</summary>
    internal required EncryptionKeys Keys { get; init; }

    /// <summary>Memory for records and pages, in bytes; null for a fair share.</summary>
    internal long? UseMemoryBytes { get; init; }

    /// <summary>The number of threads; null for one a processor.</summary>
    internal int? Parallel { get; init; }

    /// <summary>
    /// Where originals of changed pages are kept until the changes are durable, so that what was interrupted can be run
    /// again; null when the files would be made anew instead.
    /// </summary>
    internal string? JournalDirectory { get; init; }
}
