using System.Collections.Concurrent;
using Understudy.Testing;

namespace Understudy.Server.Tests;

/// <summary>One server of each release, with a binary log and MyRocks, started when it is first asked for.</summary>
public sealed class SharedServers : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<MariaDbServer>> _servers = new(StringComparer.Ordinal);

    /// <summary>The releases for theories.</summary>
    public static TheoryData<string> Releases => ["10.11", "11.8"];

    public MariaDbServer this[string release] => _servers.GetOrAdd(release, number => new(() => MariaDbServer.Start(
        new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(number),
            Arguments = ["--log-bin=binlog", "--server-id=7"],
            RocksDb = true,
        }))).Value;

    public void Dispose()
    {
        foreach (var server in _servers.Values)
        {
            server.Value.Dispose();
        }
    }
}
