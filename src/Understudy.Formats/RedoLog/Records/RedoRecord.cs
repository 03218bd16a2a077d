namespace Understudy.Formats.RedoLog.Records;

/// <summary>One redo record, as positions in the records of its mini-transaction.</summary>
/// <param name="Type">What it does.</param>
/// <param name="IsPadding">Whether it is to be ignored.</param>
/// <param name="IsSamePage">Whether it continues on the page of the record before, whose byte offset it goes on from.</param>
/// <param name="Space">The tablespace.</param>
/// <param name="Page">The page; 0 for operations on files.</param>
/// <param name="Start">Where the record begins.</param>
/// <param name="PayloadStart">Where what follows the ids begins.</param>
/// <param name="End">Where the next record begins.</param>
public readonly record struct RedoRecord(
    RedoRecordType Type,
    bool IsPadding,
    bool IsSamePage,
    SpaceId Space,
    PageNumber Page,
    int Start,
    int PayloadStart,
    int End)
{
    /// <summary>Whether it is an operation on a file (or a checkpoint mark) and not a change of a page.</summary>
    public bool IsFileOperation => Type >= RedoRecordType.FileCreate;

    /// <summary>The bytes behind the ids.</summary>
    /// <param name="records">The records from which this one was read.</param>
    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> records) => records[PayloadStart..End];
}
