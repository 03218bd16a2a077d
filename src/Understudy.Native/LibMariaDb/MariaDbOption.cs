namespace Understudy.Native.LibMariaDb;

/// <summary>Options of a connection. Source: <c>enum mysql_option</c> in Connector/C's <c>mysql.h</c>.</summary>
public enum MariaDbOption
{
    /// <summary>Seconds to wait for the connection (<c>MYSQL_OPT_CONNECT_TIMEOUT</c>).</summary>
    ConnectTimeout = 0,

    /// <summary>The character set of the connection (<c>MYSQL_SET_CHARSET_NAME</c>).</summary>
    CharacterSet = 7,

    /// <summary>Whether the server may ask for a local file (<c>MYSQL_OPT_LOCAL_INFILE</c>).</summary>
    LocalInfile = 8,

    /// <summary>The transport: 0 as the host says, 1 TCP, 2 socket (<c>MYSQL_OPT_PROTOCOL</c>).</summary>
    Protocol = 9,

    /// <summary>Seconds to wait for bytes of an answer, 0 for ever (<c>MYSQL_OPT_READ_TIMEOUT</c>).</summary>
    ReadTimeout = 11,

    /// <summary>Seconds to wait until bytes can be sent, 0 for ever (<c>MYSQL_OPT_WRITE_TIMEOUT</c>).</summary>
    WriteTimeout = 12,

    /// <summary>Whether a lost connection is made again by itself (<c>MYSQL_OPT_RECONNECT</c>).</summary>
    Reconnect = 20,

    /// <summary>Whether the server's certificate must be trusted and match the host
    /// (<c>MYSQL_OPT_SSL_VERIFY_SERVER_CERT</c>).</summary>
    TlsVerify = 21,

    /// <summary>Where the library looks for authentication plugins (<c>MYSQL_PLUGIN_DIR</c>).</summary>
    PluginDirectory = 22,

    /// <summary>The authentication plugin to begin with (<c>MYSQL_DEFAULT_AUTH</c>).</summary>
    DefaultAuthentication = 23,

    /// <summary>File of the client's private key (<c>MYSQL_OPT_SSL_KEY</c>).</summary>
    TlsKey = 25,

    /// <summary>File of the client's certificate (<c>MYSQL_OPT_SSL_CERT</c>).</summary>
    TlsCertificate = 26,

    /// <summary>File of the trusted authorities (<c>MYSQL_OPT_SSL_CA</c>).</summary>
    TlsCa = 27,

    /// <summary>Directory of the trusted authorities (<c>MYSQL_OPT_SSL_CAPATH</c>).</summary>
    TlsCaPath = 28,

    /// <summary>Permitted ciphers (<c>MYSQL_OPT_SSL_CIPHER</c>).</summary>
    TlsCipher = 29,

    /// <summary>File of revoked certificates (<c>MYSQL_OPT_SSL_CRL</c>).</summary>
    TlsCrl = 30,

    /// <summary>Directory of revoked certificates (<c>MYSQL_OPT_SSL_CRLPATH</c>).</summary>
    TlsCrlPath = 31,

    /// <summary>One connection attribute (<c>MYSQL_OPT_CONNECT_ATTR_ADD</c>).</summary>
    ConnectAttribute = 33,

    /// <summary>Whether the connection must be encrypted (<c>MYSQL_OPT_SSL_ENFORCE</c>).</summary>
    TlsEnforce = 38,

    /// <summary>The accepted fingerprint of the server's certificate (<c>MARIADB_OPT_SSL_FP</c>).</summary>
    TlsFingerprint = 7001,

    /// <summary>A file with the accepted fingerprints of servers' certificates, a line each (<c>MARIADB_OPT_SSL_FP_LIST</c>).</summary>
    TlsFingerprintFile = 7002,

    /// <summary>Permitted TLS versions, comma-separated (<c>MARIADB_OPT_TLS_VERSION</c>).</summary>
    TlsVersion = 7005,
}
