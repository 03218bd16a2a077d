namespace Understudy.Engine.Restore.CopyBack;

/// <summary>A finished copy-back.</summary>
/// <param name="DataDirectory">The data directory.</param>
/// <param name="Files">Files copied or moved.</param>
/// <param name="Verified">Whether the copies were compared with the backup's manifest.</param>
public sealed record CopyBackResult(string DataDirectory, int Files, bool Verified);
