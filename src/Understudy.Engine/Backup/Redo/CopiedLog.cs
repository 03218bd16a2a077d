using Understudy.Formats;

namespace Understudy.Engine.Backup.Redo;

/// <summary>How far the log was copied.</summary>
/// <param name="AsOf">Everything that was durable then is copied; a time stamp of the stopwatch.</param>
/// <param name="End">The end of the copied log, between two mini-transactions.</param>
internal sealed record CopiedLog(long AsOf, Lsn End);
