namespace Understudy.Formats.DdlLog;

/// <summary>A table as the DDL log names it, in the encoding of file names.</summary>
/// <param name="Database">The directory.</param>
/// <param name="Table">The base name of the table's files; empty when the whole database is meant.</param>
public readonly record struct DdlLogTable(string Database, string Table);
