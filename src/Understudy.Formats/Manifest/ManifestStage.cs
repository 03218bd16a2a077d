namespace Understudy.Formats.Manifest;

/// <summary>One stage of the backup.</summary>
/// <param name="Name">The stage as the server calls it: START, FLUSH, BLOCK_DDL, BLOCK_COMMIT, END.</param>
/// <param name="RequestedAt">When the statement was sent first.</param>
/// <param name="WaitedSeconds">How long it took until the server granted it.</param>
/// <param name="HeldSeconds">How long the stage lasted from then until the next one was granted.</param>
/// <param name="FilesCopied">Files copied in the stage, those copied again included.</param>
/// <param name="BytesCopied">Bytes copied in the stage.</param>
public sealed record ManifestStage(
    string Name, DateTimeOffset RequestedAt, double WaitedSeconds, double HeldSeconds, long FilesCopied, long BytesCopied);
