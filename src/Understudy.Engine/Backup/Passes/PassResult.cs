namespace Understudy.Engine.Backup.Passes;

/// <summary>What one pass over the server's files did.</summary>
/// <param name="FilesCopied">Files copied, for the first time or again.</param>
/// <param name="BytesCopied">Their bytes.</param>
/// <param name="Renamed">Files of the backup that were renamed.</param>
/// <param name="Gone">Files of the backup that the server no longer has.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record PassResult(long FilesCopied, long BytesCopied, int Renamed, int Gone, TimeSpan Elapsed);
