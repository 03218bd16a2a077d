namespace Understudy.Protocol;

/// <summary>Why a connection waits.</summary>
/// <param name="Connection">Who is in the way.</param>
/// <param name="Lock">The lock that this one has, or waits for first.</param>
/// <param name="IsPending">Whether it only waits for it.</param>
/// <param name="Rule">The rule by which it goes first.</param>
public sealed record Obstacle(ModelConnection Connection, LockName Lock, bool IsPending, Rule Rule);
