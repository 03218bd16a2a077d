using System.Collections.Concurrent;
using Understudy.Protocol.Tests.Live;
using Understudy.Testing;

namespace Understudy.Protocol.Tests;

/// <summary>One server of each release, started when it is first asked for.</summary>
public sealed class ModelServers : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<MariaDbServer>> _servers = new(StringComparer.Ordinal);

    public static TheoryData<string> Releases => ["10.11", "11.8"];

    public MariaDbServer this[string release] => _servers.GetOrAdd(release, number => new(() => Start(number))).Value;

    private static MariaDbServer Start(string number)
    {
        var server = MariaDbServer.Start(
            MariaDbRelease.Find(number), "--log-bin=binlog", "--server-id=7", "--binlog-format=ROW");
        using var session = server.Connect();
        ModelSchema.Make(session);
        return server;
    }

    public void Dispose()
    {
        foreach (var server in _servers.Values)
        {
            server.Value.Dispose();
        }
    }
}
