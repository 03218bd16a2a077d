namespace Understudy.Cli.Output;

/// <summary>A record of a redo log as a JSON line.</summary>
internal sealed record LogLine(
    ulong Lsn, ulong EndLsn, string Type, uint Space, uint? Page, int PayloadBytes, string? Detail);
