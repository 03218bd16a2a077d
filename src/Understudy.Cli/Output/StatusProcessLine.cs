namespace Understudy.Cli.Output;

/// <summary>A connection in a <see cref="StatusLine"/>.</summary>
internal sealed record StatusProcessLine(
    uint Id,
    string? User,
    string? Host,
    string? Program,
    string? Statement,
    double Seconds,
    string? Reason = null);
