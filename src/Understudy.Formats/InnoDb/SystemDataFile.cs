namespace Understudy.Formats.InnoDb;

/// <summary>One file of the system tablespace.</summary>
/// <param name="Path">Where it is; if relative, then to the data directory.</param>
/// <param name="SizeBytes">The configured size, whole MiB. All files but the last have exactly this size (cut down to
/// whole pages), the last at least.</param>
/// <param name="IsAutoExtending">Whether the file grows; only the last may.</param>
/// <param name="MaxBytes">The most it grows to, or null.</param>
/// <param name="IsAutoShrinking">Whether the server shrinks it at start (11.2 and later).</param>
public sealed record SystemDataFile(
    string Path, long SizeBytes, bool IsAutoExtending, long? MaxBytes, bool IsAutoShrinking);
