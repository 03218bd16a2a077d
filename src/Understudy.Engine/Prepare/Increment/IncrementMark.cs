namespace Understudy.Engine.Prepare.Increment;

/// <summary>
/// What lies in a backup into which an increment is being merged, from the first change to the last. In that time the backup has
/// neither checkpoints nor a redo log nor a manifest, so that no program takes it for whole.
/// </summary>
internal sealed record IncrementMark
{
    /// <summary>The <c>from_lsn</c> of the backup.</summary>
    public required ulong BaseFromLsn { get; init; }

    /// <summary>The <c>to_lsn</c> of the backup.</summary>
    public required ulong BaseToLsn { get; init; }

    /// <summary>The <c>to_lsn</c> of the increment.</summary>
    public required ulong IncrementToLsn { get; init; }

    /// <summary>Where the log of the increment ends.</summary>
    public required ulong IncrementEndLsn { get; init; }

    /// <summary>The identifier of the increment, if it has one.</summary>
    public Guid? IncrementId { get; init; }

    /// <summary>Where the increment was.</summary>
    public required string Increment { get; init; }
}
