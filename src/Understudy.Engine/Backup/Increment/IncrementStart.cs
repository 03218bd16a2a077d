using Understudy.Formats;

namespace Understudy.Engine.Backup.Increment;

/// <summary>From where an increment starts.</summary>
/// <param name="From">Pages that are newer go into the increment; the <c>to_lsn</c> of the backup before.</param>
/// <param name="BaseId">The backup before, when it says who it is.</param>
/// <param name="KnownSpaces">The tablespaces that the backup before has; null when that is not known.</param>
internal sealed record IncrementStart(Lsn From, Guid? BaseId, IReadOnlySet<uint>? KnownSpaces)
{
    /// <summary>Whether the backup before may have pages of a tablespace.</summary>
    internal bool MayBeKnown(SpaceId space) => KnownSpaces is null || KnownSpaces.Contains(space.Value);
}
