namespace Understudy.Testing;

/// <summary>Where in the source's binary log a backup stands.</summary>
/// <param name="File">The file's name, without directory.</param>
/// <param name="Position">The offset in it, in bytes.</param>
/// <param name="Gtid">The global transaction ids up to there.</param>
public sealed record BinaryLogPosition(string File, long Position, string Gtid);
