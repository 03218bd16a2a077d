namespace Understudy.Native.LibMariaDb;

/// <summary>
/// A connection that is made. Calls return false or null when they failed; <see cref="LastError"/> then tells why. One
/// thread may use it at a time; only <see cref="ShutDown"/> may come from another one.
/// </summary>
public interface IMariaDbConnection : IDisposable
{
    /// <summary>The error of the last call; its code is 0 when that did not fail.</summary>
    MariaDbError LastError { get; }

    /// <summary>The number the server knows this connection by.</summary>
    uint ThreadId { get; }

    /// <summary>The server's version text.</summary>
    string ServerInfo { get; }

    /// <summary>Host and transport, for people.</summary>
    string HostInfo { get; }

    /// <summary>The TLS cipher in use, or null on a connection without TLS.</summary>
    string? TlsCipher { get; }

    /// <summary>Sends a statement and reads the head of its first answer.</summary>
    bool Query(ReadOnlySpan<byte> statement);

    /// <summary>
    /// Reads the current result to its end. Null with an error code of 0 in <see cref="LastError"/> means that the
    /// statement has no rows to give; null with a code means that it failed while rows were fetched.
    /// </summary>
    MariaDbRows? ReadRows();

    /// <summary>Goes on to the next result of a statement text: true when there is one, false at the end, null when
    /// it failed.</summary>
    bool? NextResult();

    /// <summary>Asks the server for a sign of life.</summary>
    bool Ping();

    /// <summary>
    /// Cuts the connection from any thread: a call that waits for the server ends with an error. Does nothing when
    /// there is no connection.
    /// </summary>
    void ShutDown();
}
