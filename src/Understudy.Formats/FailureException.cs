namespace Understudy.Formats;

/// <summary>
/// The end of an operation, told to a person: the message says what failed, on what, and what was expected and found;
/// the hint says what to do.
/// </summary>
public class FailureException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">What failed, on what, expected and found. Never a secret.</param>
    /// <param name="hint">What to do about it, or null when the message says it all.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public FailureException(FailureKind kind, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Hint = hint;
    }

    /// <summary>What sort of failure it is.</summary>
    public FailureKind Kind { get; }

    /// <summary>What to do about it; shown on a line of its own that starts with <c>HINT:</c>.</summary>
    public string? Hint { get; }
}
