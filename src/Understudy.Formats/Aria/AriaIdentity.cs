namespace Understudy.Formats.Aria;

/// <summary>
/// What tells whether a copied Aria table can still be brought forward by the Aria log. Any of the four changes, on
/// disk and before the statement ends, with everything that the log does not cover: create, rename, truncate, repair,
/// bulk insert, enabling and disabling of keys. A copy is good as long as its identity, read before its pages, is the
/// table's.
/// </summary>
/// <param name="Uuid">The Aria installation that wrote the table last.</param>
/// <param name="CreateRenameLsn">Log records before this are of another table of this name.</param>
/// <param name="SkipRedoLsn">Log records before this are already in the files, or of rows since removed.</param>
/// <param name="KeyMap">Bit n: key n is enabled.</param>
public readonly record struct AriaIdentity(Guid Uuid, AriaLsn CreateRenameLsn, AriaLsn SkipRedoLsn, ulong KeyMap);
