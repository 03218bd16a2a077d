namespace Understudy.Testing;

/// <summary>How a test server is started.</summary>
public sealed record MariaDbServerOptions
{
    /// <summary>The version.</summary>
    public required MariaDbRelease Release { get; init; }

    /// <summary>Options of the server program, such as <c>--log-bin</c>; they come after the test bed's own and win.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Options that already count when the data directory is made, such as <c>--innodb-page-size=8k</c>; given to the
    /// server as well. A data directory is made once for each release and set of these, and copied from then on.
    /// </summary>
    public IReadOnlyList<string> InstallArguments { get; init; } = [];

    /// <summary>An existing data directory to start on, which stays when the server is gone; null for a new one.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether to listen on a free port of 127.0.0.1 beside the socket.</summary>
    public bool Networking { get; init; }

    /// <summary>An option file to read; null for none.</summary>
    public string? DefaultsFile { get; init; }

    /// <summary>Environment variables of the server, which what it starts inherits.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>Whether to load the MyRocks engine.</summary>
    public bool RocksDb { get; init; }
}
