namespace Understudy.Protocol;

/// <summary>Where a rule comes from.</summary>
public enum Source
{
    /// <summary>The server's documentation says so, and servers were seen to do so.</summary>
    Document,

    /// <summary>The documentation says otherwise or less; this is what servers were seen to do.</summary>
    Measured,
}
