namespace Understudy.Server;

/// <summary>A place in the server's binary log.</summary>
/// <param name="File">The base name of the file.</param>
/// <param name="Position">The offset of the next event, in bytes.</param>
public sealed record BinaryLogPosition(string File, ulong Position);
