namespace Understudy.Engine.Prepare.Apply;

/// <summary>Up to where the records of a page no longer count.</summary>
/// <param name="CutUpTo">Mini-transactions that end up to that LSN do not: the page was cut off with its tablespace, or its file deleted.</param>
/// <param name="AnewAt">Those that begin before that LSN do not: a later record makes the page anew.</param>
internal readonly record struct PageHorizon(ulong CutUpTo, ulong AnewAt)
{
    /// <summary>Whether all records count.</summary>
    internal bool IsNowhere => CutUpTo == 0 && AnewAt == 0;

    internal bool IsPast(ulong start, ulong end) => end <= CutUpTo || start < AnewAt;
}
