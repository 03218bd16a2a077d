using Understudy.Engine.Prepare;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Restore;

/// <summary>A finished restore.</summary>
/// <param name="Manifest">The backup's table of contents.</param>
/// <param name="DataDirectory">Where it was restored to.</param>
/// <param name="Files">Files copied.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="NextSteps">What the user does now, a line each.</param>
public sealed record RestoreResult(
    BackupManifest Manifest, string DataDirectory, long Files, long Bytes, TimeSpan Elapsed, IReadOnlyList<string> NextSteps)
{
    /// <summary>
    /// How the InnoDB files were rolled forward; null when they were not. With increments, what the last of them brought, and the
    /// warnings of all.
    /// </summary>
    public PrepareResult? RolledForward { get; init; }
}
