namespace Understudy.Engine.Verify;

/// <summary>What a verification found.</summary>
/// <param name="Files">Files read.</param>
/// <param name="Bytes">Their bytes, of compressed ones as they were before.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Damaged">Files that are not what was backed up.</param>
/// <param name="DamagedBefore">Files, by their paths in the backup, that had damaged pages on the server already.</param>
public sealed record VerifyResult(
    long Files, long Bytes, TimeSpan Elapsed, IReadOnlyList<DamagedFile> Damaged, IReadOnlyList<string> DamagedBefore)
{
    /// <summary>Files that were not verified when they were backed up, are good, and are recorded as verified now.</summary>
    public int Recorded { get; init; }

    /// <summary>Why what was found could not be recorded, a line for each backup of which that is so.</summary>
    public IReadOnlyList<string> NotRecorded { get; init; } = [];
}
