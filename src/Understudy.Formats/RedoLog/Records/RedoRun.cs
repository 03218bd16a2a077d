namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// Records of one mini-transaction that stand together and are of one page: one that names the page, and all that continue on it.
/// Positions are those in the records of the mini-transaction.
/// </summary>
/// <param name="Space">The tablespace.</param>
/// <param name="Page">The page.</param>
/// <param name="Start">Where the first record begins.</param>
/// <param name="End">Where the last one ends.</param>
/// <param name="Type">The type of the first record.</param>
/// <param name="IsTrim">Whether it cuts the tablespace off before the page and changes no page.</param>
public readonly record struct RedoRun(
    SpaceId Space, PageNumber Page, int Start, int End, RedoRecordType Type, bool IsTrim)
{
    /// <summary>Whether what was logged for the page before does not matter any more.</summary>
    public bool StartsAnew => Type is RedoRecordType.InitPage or RedoRecordType.FreePage;
}
