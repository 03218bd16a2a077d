namespace Understudy.Cli.Output;

/// <summary>The last line of a failed run.</summary>
internal sealed record ErrorLine(DateTimeOffset Time, string Message, string? Hint, int ExitCode, string Event = "error");
