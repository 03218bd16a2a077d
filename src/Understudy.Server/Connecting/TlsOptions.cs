namespace Understudy.Server;

/// <summary>What a connection wants of TLS. Null leaves a choice to the client library; paths are PEM files.</summary>
public sealed record TlsOptions
{
    /// <summary>
    /// True: no connection to another host without TLS. False: none wanted. Null: as the library and the other settings
    /// say.
    /// </summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the server's certificate must be trusted and name the host.</summary>
    public bool? Verify { get; init; }

    /// <summary>File of trusted authorities.</summary>
    public string? Ca { get; init; }

    /// <summary>Directory of trusted authorities, hashed as OpenSSL wants it.</summary>
    public string? CaPath { get; init; }

    /// <summary>File of the client's certificate.</summary>
    public string? Certificate { get; init; }

    /// <summary>File of the client's private key.</summary>
    public string? Key { get; init; }

    /// <summary>Permitted ciphers, as OpenSSL names them.</summary>
    public string? Cipher { get; init; }

    /// <summary>File of revoked certificates.</summary>
    public string? Crl { get; init; }

    /// <summary>Directory of revoked certificates.</summary>
    public string? CrlPath { get; init; }

    /// <summary>Permitted versions, comma-separated, such as <c>TLSv1.2,TLSv1.3</c>.</summary>
    public string? Versions { get; init; }

    /// <summary>The only accepted fingerprint of the server's certificate, in hexadecimal.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A file with the accepted fingerprints of the server's certificate, a line each.</summary>
    public string? FingerprintFile { get; init; }
}
