using System.Collections.Concurrent;
using Understudy.Testing;

namespace Understudy.Server.Tests.Connecting;

/// <summary>
/// A server of each release that listens on TCP too, and takes ed25519 and TLS with certificates of ours.
/// </summary>
public sealed class LogInServers : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<MariaDbServer>> _servers = new(StringComparer.Ordinal);

    public TestCertificates Certificates { get; } = new();

    public MariaDbServer this[string release] => _servers.GetOrAdd(release, number => new(() => MariaDbServer.Start(
        new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(number),
            Networking = true,
            Arguments =
            [
                "--plugin-load-add=auth_ed25519", $"--ssl-ca={Certificates.Ca}",
                $"--ssl-cert={Certificates.ServerCertificate}", $"--ssl-key={Certificates.ServerKey}",
            ],
        }))).Value;

    public void Dispose()
    {
        foreach (var server in _servers.Values)
        {
            server.Value.Dispose();
        }

        Certificates.Dispose();
    }
}
