using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Understudy.Testing;

namespace Understudy.Server.Tests.Connecting;

/// <summary>An authority and what it signed, as PEM files.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=understudy test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(Ca, authority.ExportCertificatePem());
        (ServerCertificate, ServerKey, Sha1) = Sign(authority, "server", "localhost");
        (ClientCertificate, ClientKey, _) = Sign(authority, "client", "client.invalid");
    }

    public string Ca => _directory["ca.pem"];

    public string ServerCertificate { get; }

    public string ServerKey { get; }

    public string ClientCertificate { get; }

    public string ClientKey { get; }

    public string Sha1 { get; }

    public void Dispose() => _directory.Dispose();

    private (string Certificate, string Key, string Sha1) Sign(X509Certificate2 authority, string name, string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            $"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var issuer = authority.GetECDsaPrivateKey()!;
        using var certificate = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer), now.AddDays(-1), now.AddDays(1),
            RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(_directory[$"{name}.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(_directory[$"{name}.key"], key.ExportRSAPrivateKeyPem());
        var sha1 = certificate.GetCertHashString(HashAlgorithmName.SHA1);
        return (_directory[$"{name}.pem"], _directory[$"{name}.key"], sha1);
    }
}
