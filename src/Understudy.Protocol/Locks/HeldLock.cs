namespace Understudy.Protocol;

/// <summary>A lock that a connection has.</summary>
/// <param name="Name">What and how.</param>
/// <param name="Duration">For how long.</param>
public sealed record HeldLock(LockName Name, LockDuration Duration);
