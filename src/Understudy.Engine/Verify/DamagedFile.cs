namespace Understudy.Engine.Verify;

/// <summary>A file of a backup that is not what was backed up.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Pages">The numbers of its InnoDB pages that fail their checksums, as far as that can be told.</param>
public sealed record DamagedFile(string Path, string Reason, IReadOnlyList<uint> Pages);
