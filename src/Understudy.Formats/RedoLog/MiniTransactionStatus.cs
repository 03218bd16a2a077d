namespace Understudy.Formats.RedoLog;

/// <summary>
/// What stands at a place of the redo log. All but the first two mean that the log ends there; whether that is too
/// early only the caller knows, from the LSN that the log must reach.
/// </summary>
public enum MiniTransactionStatus
{
    /// <summary>A whole mini-transaction.</summary>
    Complete,

    /// <summary>The bytes at hand end inside of it.</summary>
    NeedMoreData,

    /// <summary>The end mark: a terminator where a record should begin.</summary>
    EndMark,

    /// <summary>A record has a length that cannot be.</summary>
    BadRecordLength,

    /// <summary>The records reach <see cref="MiniTransaction.RecordBytesMax"/>.</summary>
    TooLong,

    /// <summary>Whole, but of another lap: old content that was not overwritten yet.</summary>
    WrongSequenceBit,

    /// <summary>The checksum is wrong: being written right now, old content, or damaged.</summary>
    BadChecksum,
}
