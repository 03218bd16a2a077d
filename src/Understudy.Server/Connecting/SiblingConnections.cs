using System.Collections.Concurrent;

namespace Understudy.Server;

/// <summary>
/// The numbers of the connections that one operation has open. It uses several, and a list of who may be in its way
/// must not name itself. All are equal, so that options are, whatever is connected with them.
/// </summary>
internal sealed class SiblingConnections : IEquatable<SiblingConnections>
{
    private readonly ConcurrentDictionary<uint, bool> _ids = new();

    public bool Equals(SiblingConnections? other) => other is not null;

    public override bool Equals(object? obj) => obj is SiblingConnections;

    public override int GetHashCode() => 0;

    internal void Add(uint connectionId) => _ids[connectionId] = true;

    internal void Remove(uint connectionId) => _ids.TryRemove(connectionId, out _);

    internal bool Contains(uint connectionId) => _ids.ContainsKey(connectionId);
}
