namespace Understudy.Engine.LogReading;

/// <summary>How much of a log is about a tablespace.</summary>
/// <param name="Id">The tablespace.</param>
/// <param name="Name">Its last name in the log; null when the log does not name it.</param>
/// <param name="Records">The number of records.</param>
public sealed record RedoLogTablespace(uint Id, string? Name, long Records);
