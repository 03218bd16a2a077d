using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup;

/// <summary>A finished backup.</summary>
/// <param name="Manifest">Its table of contents, as it was written.</param>
/// <param name="Target">Where it is.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record BackupResult(BackupManifest Manifest, string Target, TimeSpan Elapsed);
