namespace Understudy.Formats.Manifest;

/// <summary>What an increment continues.</summary>
public sealed record ManifestIncrement
{
    /// <summary>Pages that are newer than this LSN are in the increment: the last checkpoint of the backup before.</summary>
    public required ulong FromLsn { get; init; }

    /// <summary>The identifier of the backup before; null when that does not tell its own, or only the LSN was given.</summary>
    public Guid? BaseId { get; init; }
}
