using Understudy.Formats;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>What rolling forward has done to a copied tablespace file. It stays with the file when that is renamed.</summary>
internal sealed class RolledForward
{
    /// <summary>All of the log up to here is in the file; nothing of it when this is none.</summary>
    internal Lsn UpTo { get; set; }

    /// <summary>The ranges whose hashes are no longer those of the copy.</summary>
    internal HashSet<int> ChangedRanges { get; } = [];
}
