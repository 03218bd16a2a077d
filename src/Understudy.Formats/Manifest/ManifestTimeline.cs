namespace Understudy.Formats.Manifest;

/// <summary>How the backup went, measured while it ran.</summary>
/// <param name="Samples">The progress, at equal distances, in order of time.</param>
/// <param name="LongestBlocked">The statement that the backup's locks held up longest; null when none was seen.</param>
public sealed record ManifestTimeline(IReadOnlyList<ManifestSample> Samples, ManifestBlockedStatement? LongestBlocked);
