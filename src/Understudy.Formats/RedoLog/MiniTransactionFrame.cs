namespace Understudy.Formats.RedoLog;

/// <summary>Where the parts of a mini-transaction stand, in bytes from its start.</summary>
/// <param name="RecordBytes">The length of its records.</param>
/// <param name="Length">The length of all: records, terminator, nonce (only in an encrypted log), checksum. The next
/// mini-transaction begins there.</param>
public readonly record struct MiniTransactionFrame(int RecordBytes, int Length)
{
    /// <summary>Where the terminator stands: behind the records.</summary>
    public int TerminatorOffset => RecordBytes;

    /// <summary>Where the nonce stands, in an encrypted log.</summary>
    public int NonceOffset => RecordBytes + 1;

    /// <summary>Where the checksum stands.</summary>
    public int ChecksumOffset => Length - sizeof(uint);
}
