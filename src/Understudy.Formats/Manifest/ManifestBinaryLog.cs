namespace Understudy.Formats.Manifest;

/// <summary>A position in the binary log: the first byte of the first event that is not in the backup.</summary>
/// <param name="File">The file name without directory.</param>
/// <param name="Position">The offset in bytes.</param>
/// <param name="Gtid"><c>@@gtid_current_pos</c>: what a replica of this server starts from.</param>
public sealed record ManifestBinaryLog(string File, long Position, string Gtid);
