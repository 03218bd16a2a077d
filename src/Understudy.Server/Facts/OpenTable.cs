namespace Understudy.Server;

/// <summary>A table that statements use right now.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Table">Its name.</param>
/// <param name="InUse">How many statements or LOCK TABLES use it.</param>
public sealed record OpenTable(string Database, string Table, int InUse);
