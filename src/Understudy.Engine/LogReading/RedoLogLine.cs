using Understudy.Formats;

namespace Understudy.Engine.LogReading;

/// <summary>One record of a redo log.</summary>
/// <param name="Start">Where its mini-transaction begins.</param>
/// <param name="End">Where that ends; the pages it changed carry this LSN.</param>
/// <param name="Type">The name of its type, as in the server's sources.</param>
/// <param name="Space">The tablespace.</param>
/// <param name="Page">The page.</param>
/// <param name="IsPageRecord">Whether it is about a page and not about a file.</param>
/// <param name="PayloadBytes">The length of what follows the ids, in bytes.</param>
/// <param name="Detail">
/// Of a file record the names, of a write the byte offset (with a plus: from the end of the record before); else null.
/// </param>
public readonly record struct RedoLogLine(
    Lsn Start, Lsn End, string Type, SpaceId Space, PageNumber Page, bool IsPageRecord, int PayloadBytes, string? Detail);
