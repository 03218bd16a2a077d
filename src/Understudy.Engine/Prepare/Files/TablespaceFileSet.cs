namespace Understudy.Engine.Prepare.Files;

/// <summary>
/// The InnoDB files that are rolled forward, wherever they are: those of a backup directory, or those that a restore has
/// put in place.
/// </summary>
internal sealed record TablespaceFileSet
{
    /// <summary><c>innodb_page_size</c>, in bytes.</summary>
    internal required int PageSizeBytes { get; init; }

    /// <summary>The files of the system tablespace, in order, as absolute paths; none only in a subset.</summary>
    internal required IReadOnlyList<string> SystemFiles { get; init; }

    /// <summary>
    /// All other files by name (<c>db/table.ibd</c>, <c>undo001</c>), with their absolute paths.
    /// </summary>
    internal required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>
    /// Whether these are only some of the files: what the log says of tablespaces that have none here is passed over, and so is a
    /// file of which the log and page 0 do not say the same.
    /// </summary>
    internal bool IsSubset { get; init; }

    /// <summary>Whether tables were left out on purpose, so that a file that is missing must not be made.</summary>
    internal required bool IsPartial { get; init; }

    /// <summary>Where a file goes that is only in the log, by its name.</summary>
    internal required Func<string, string> PlaceOfNew { get; init; }
}
