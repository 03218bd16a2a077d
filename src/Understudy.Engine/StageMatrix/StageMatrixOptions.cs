using Understudy.Server;

namespace Understudy.Engine.StageMatrix;

/// <summary>How the matrix is measured.</summary>
public sealed record StageMatrixOptions
{
    /// <summary>How to reach the server.</summary>
    public required ConnectionOptions Connection { get; init; }

    /// <summary>Names or groups of the kinds to measure; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How long to wait for each stage; whole seconds count. While it is waited for, others may have to wait
    /// behind it.</summary>
    public TimeSpan LockWaitTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
