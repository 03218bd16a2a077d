namespace Understudy.Engine.Backup.Sources;

/// <summary>What the server had on disk at one moment.</summary>
/// <param name="Databases">Names of the database directories, in file name encoding.</param>
/// <param name="Units">The units in them and of the server as a whole.</param>
internal sealed record SourceListing(IReadOnlyList<string> Databases, IReadOnlyList<SourceUnit> Units);
