namespace Understudy.Native.LibMariaDb;

/// <summary>One result set, read to its end.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The rows; each has one text, or null for NULL, for each column.</param>
public sealed record MariaDbRows(IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows);
