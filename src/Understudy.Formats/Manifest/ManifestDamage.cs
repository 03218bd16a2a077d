namespace Understudy.Formats.Manifest;

/// <summary>The damaged pages of one file.</summary>
/// <param name="Path">The file, relative to the backup.</param>
/// <param name="SpaceId">The tablespace of an InnoDB file, null for other engines.</param>
/// <param name="Pages">Page numbers.</param>
public sealed record ManifestDamage(string Path, uint? SpaceId, IReadOnlyList<uint> Pages);
