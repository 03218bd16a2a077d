namespace Understudy.Formats.Manifest;

/// <summary>The progress at one moment.</summary>
/// <param name="Seconds">Since the backup began.</param>
/// <param name="BytesDone">Bytes copied so far.</param>
/// <param name="RedoLagBytes">Redo log that the server had written and the backup had not copied yet; -1 before the redo copy began.</param>
public sealed record ManifestSample(double Seconds, long BytesDone, long RedoLagBytes);
