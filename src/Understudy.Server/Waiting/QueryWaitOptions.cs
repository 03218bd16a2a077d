namespace Understudy.Server;

/// <summary>What to do about statements that are in the way of a lock.</summary>
public sealed record QueryWaitOptions
{
    /// <summary>How long to wait for long statements before a lock is asked for; zero for not at all.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>From what age on a statement is long.</summary>
    public TimeSpan Threshold { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Which statements are waited for.</summary>
    public QueryKind Kind { get; init; }

    /// <summary>After how long a statement that is in the way of a lock is ended; zero for never.</summary>
    public TimeSpan KillAfter { get; init; }

    /// <summary>Which statements may be ended.</summary>
    public QueryKind KillKind { get; init; }
}
