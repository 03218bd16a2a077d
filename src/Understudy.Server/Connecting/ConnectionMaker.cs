using Understudy.Formats;
using Understudy.Native.LibMariaDb;

namespace Understudy.Server;

/// <summary>
/// Turns options into a connection of the client library, and its refusals into failures with a hint.
/// </summary>
internal static class ConnectionMaker
{
    internal static MariaDbConnection Connect(ConnectionOptions options, bool multiStatements)
    {
        var connection = Create();
        try
        {
            SetOptions(connection, options);
            var password = options.Password is { } secret ? secret.Utf8WithZero : default;
            if (!connection.Connect(
                options.Host, checked((uint)options.Port), options.SocketPath, options.User, password, multiStatements))
            {
                throw Refused(connection.LastError, options);
            }

            RequireTls(connection, options);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whole seconds, rounded up; the library and the server know no fractions.</summary>
    internal static uint WholeSeconds(TimeSpan time) =>
        (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, int.MaxValue);

    private static void RequireTls(MariaDbConnection connection, ConnectionOptions options)
    {
        // The library goes on without TLS when the server has none, unless certificates are verified. What is said
        // through a socket does not leave the host.
        if (options.Tls.Enabled == true && connection.TlsCipher is null
            && !connection.HostInfo.Contains("UNIX socket", StringComparison.OrdinalIgnoreCase))
        {
            var error = new MariaDbError(ServerErrorCode.TlsFailed, "HY000", "");
            throw new ServerException(
                $"the server at {connection.HostInfo} offers no TLS, which was asked for",
                error,
                "Switch TLS on in the server (ssl_cert, ssl_key), or connect with --skip-ssl.");
        }
    }

    private static MariaDbConnection Create()
    {
        try
        {
            return new MariaDbConnection();
        }
        catch (DllNotFoundException e)
        {
            throw new FailureException(
                FailureKind.Failed,
                "the MariaDB client library libmariadb.so.3 cannot be loaded",
                "Install it: apt-get install libmariadb3 (Debian, Ubuntu) or dnf install mariadb-connector-c.",
                e);
        }
    }

    private static void SetOptions(MariaDbConnection connection, ConnectionOptions options)
    {
        Require(connection.SetOption(MariaDbOption.Reconnect, value: false), "reconnect");
        Require(connection.SetOption(MariaDbOption.LocalInfile, value: false), "local-infile");
        Require(connection.SetOption(MariaDbOption.CharacterSet, "utf8mb4"), "character set utf8mb4");
        Require(connection.SetOption(MariaDbOption.Protocol, (uint)options.Protocol), "protocol");
        var timeout = Math.Max(1, WholeSeconds(options.ConnectTimeout));
        Require(connection.SetOption(MariaDbOption.ConnectTimeout, timeout), "connect-timeout");
        Require(connection.AddAttribute("program_name", options.ProgramName), "program_name");
        SetText(connection, MariaDbOption.PluginDirectory, options.PluginDirectory, "plugin-dir");
        SetText(connection, MariaDbOption.DefaultAuthentication, options.DefaultAuthentication, "default-auth");
        SetTls(connection, options.Tls);
    }

    private static void SetTls(MariaDbConnection connection, TlsOptions tls)
    {
        if (tls.Enabled is { } enabled)
        {
            Require(connection.SetOption(MariaDbOption.TlsEnforce, enabled), "ssl");
        }

        if (tls.Enabled != false)
        {
            SetText(connection, MariaDbOption.TlsKey, tls.Key, "ssl-key");
            SetText(connection, MariaDbOption.TlsCertificate, tls.Certificate, "ssl-cert");
            SetText(connection, MariaDbOption.TlsCa, tls.Ca, "ssl-ca");
            SetText(connection, MariaDbOption.TlsCaPath, tls.CaPath, "ssl-capath");
            SetText(connection, MariaDbOption.TlsCipher, tls.Cipher, "ssl-cipher");
            SetText(connection, MariaDbOption.TlsCrl, tls.Crl, "ssl-crl");
            SetText(connection, MariaDbOption.TlsCrlPath, tls.CrlPath, "ssl-crlpath");
            SetText(connection, MariaDbOption.TlsVersion, tls.Versions, "tls-version");
            SetText(connection, MariaDbOption.TlsFingerprint, tls.Fingerprint, "ssl-fp");
            SetText(connection, MariaDbOption.TlsFingerprintFile, tls.FingerprintFile, "ssl-fplist");
        }

        if (tls.Verify is { } verify)
        {
            Require(connection.SetOption(MariaDbOption.TlsVerify, verify), "ssl-verify-server-cert");
        }
    }

    private static void SetText(MariaDbConnection connection, MariaDbOption option, string? value, string name)
    {
        if (value is not null)
        {
            Require(connection.SetOption(option, value), name);
        }
    }

    private static void Require(bool done, string option)
    {
        if (!done)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"the client library {MariaDbConnection.LibraryVersion} refuses the connection option {option}");
        }
    }

    private static ServerException Refused(MariaDbError error, ConnectionOptions options)
    {
        var user = options.User is { } name ? $" as user '{name}'" : "";
        return new ServerException(
            $"cannot connect to the server{user}: {error.Message} (error {error.Code})",
            error,
            HintFor(error, options));
    }

    private static string? HintFor(MariaDbError error, ConnectionOptions options) => error.Code switch
    {
        ServerErrorCode.CannotConnectToSocket when error.Message.Contains("socket '", StringComparison.Ordinal) =>
            "Is the server running? If its socket is elsewhere (SELECT @@socket), name it with --socket; "
            + "for a server on another host use --host and --port.",
        ServerErrorCode.CannotConnectToSocket or ServerErrorCode.CannotConnectToHost =>
            "Is the server running there, and does it listen on this address and port (bind_address, skip_networking)?",
        ServerErrorCode.UnknownHost => "Check the name given with --host.",
        ServerErrorCode.PluginCannotLoad or ServerErrorCode.LogInDenied
            when error.Message.Contains("could not be loaded", StringComparison.Ordinal) =>
            "Install the authentication plugin of the client library, or name its directory with --plugin-dir.",
        ServerErrorCode.LogInDenied when options.Password is null or { IsEmpty: true } =>
            "No password was given: put it into an option file ([client] password=...), or set MYSQL_PWD.",
        ServerErrorCode.LogInDenied =>
            "Check user and password, and that the account exists for the host the message names.",
        ServerErrorCode.LogInDeniedWithoutPassword =>
            "The account logs in by unix_socket or not at all: run as the operating system's user of the same name, "
            + "through the socket.",
        ServerErrorCode.HostNotPrivileged => "Create the account for this host, or connect through the socket.",
        ServerErrorCode.TooManyConnections =>
            "Free a connection, raise max_connections, or use the server's extra_port.",
        ServerErrorCode.TlsFailed =>
            "Check --ssl-ca, --ssl-cert, --ssl-key and --tls-version; a certificate nobody vouches for needs --ssl-ca "
            + "or --skip-ssl-verify-server-cert.",
        ServerErrorCode.AccountLocked => "Unlock it: ALTER USER ... ACCOUNT UNLOCK.",
        _ => null,
    };
}
