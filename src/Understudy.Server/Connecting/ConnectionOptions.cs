using Understudy.Native.LibMariaDb;

namespace Understudy.Server;

/// <summary>Everything that is needed to log in to a server. Printing it never shows the password.</summary>
public sealed record ConnectionOptions
{
    /// <summary>
    /// Host name or address; null or <c>localhost</c> means the socket unless <see cref="Protocol"/> is TCP.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>TCP port; 0 for the default, 3306.</summary>
    public int Port { get; init; }

    /// <summary>Path of the Unix socket; null for the default of the client library.</summary>
    public string? SocketPath { get; init; }

    /// <summary>User name; null for the name of the operating system's user.</summary>
    public string? User { get; init; }

    /// <summary>Password; null for none, as <c>unix_socket</c> log-ins need.</summary>
    public Secret? Password { get; init; }

    /// <summary>How to reach the server.</summary>
    public ConnectionProtocol Protocol { get; init; }

    /// <summary>What is wanted of TLS.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>Directory of the client library's authentication plugins; null for its default.</summary>
    public string? PluginDirectory { get; init; }

    /// <summary>The authentication plugin to begin with; null leaves it to the server.</summary>
    public string? DefaultAuthentication { get; init; }

    /// <summary>How long making the connection may take; whole seconds count, at least one.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The session's <c>lock_wait_timeout</c>, in whole seconds; null keeps the server's.</summary>
    public TimeSpan? LockWaitTimeout { get; init; }

    /// <summary>The connection attribute <c>program_name</c>, which the server shows.</summary>
    public string ProgramName { get; init; } = "understudy";

    /// <summary>Makes the connections in place of the client library: a server double of the tests; null for a real server.</summary>
    internal Func<IMariaDbConnection>? Connector { get; init; }

    /// <summary>The connections made with these options and with copies of them.</summary>
    internal SiblingConnections Siblings { get; } = new();
}
