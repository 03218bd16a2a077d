using System.Runtime.InteropServices;
using System.Text;
using Understudy.Formats;
using Understudy.Native.LibMariaDb;

namespace Understudy.Server;

/// <summary>
/// One connection to a server. It never reconnects by itself: with the connection every lock and stage would be gone.
/// One thread may use it at a time; only <see cref="Abort"/> and <see cref="Dispose"/> may be called beside a running
/// statement.
/// </summary>
public sealed class ServerSession : IDisposable
{
    private readonly IMariaDbConnection _connection;
    private int _busy;
    private volatile bool _disposed;
    private TimeSpan _readTimeout;

    private ServerSession(IMariaDbConnection connection, SiblingConnections siblings)
    {
        _connection = connection;
        Siblings = siblings;
        ConnectionId = connection.ThreadId;
        HostInfo = connection.HostInfo;
        TlsCipher = connection.TlsCipher;
        Version = ServerVersion.TryParse(connection.ServerInfo, out var version)
            ? version
            : throw new FailureException(
                FailureKind.Failed, $"the server names its version \"{connection.ServerInfo}\", which has no numbers");
        siblings.Add(ConnectionId);
    }

    /// <summary>The version of the client library.</summary>
    /// <exception cref="DllNotFoundException"><c>libmariadb.so.3</c> is not on this host.</exception>
    public static string ClientLibraryVersion => MariaDbConnection.LibraryVersion;

    /// <summary>The number the server knows this connection by.</summary>
    public uint ConnectionId { get; }

    /// <summary>The server's version.</summary>
    public ServerVersion Version { get; }

    /// <summary>The connections that were made with the same options, this one among them.</summary>
    internal SiblingConnections Siblings { get; }

    /// <summary>Host and transport of the connection, for people.</summary>
    public string HostInfo { get; }

    /// <summary>The TLS cipher, or null on a connection without TLS.</summary>
    public string? TlsCipher { get; }

    /// <summary>
    /// How long a statement may take before the connection is cut and counts as lost; zero (at first) for ever. Must be
    /// longer than any lock the statement may wait for. Set it between statements.
    /// </summary>
    public TimeSpan ReadTimeout
    {
        get => _readTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _readTimeout = value;
        }
    }

    /// <summary>Connects, logs in and makes the session fit for a backup.</summary>
    /// <exception cref="ServerException">The server cannot be reached or refuses the log-in.</exception>
    /// <exception cref="FailureException">The client library is missing, or it refuses an option.</exception>
    public static ServerSession Connect(ConnectionOptions options) => Connect(options, multiStatements: false);

    internal static ServerSession Connect(ConnectionOptions options, bool multiStatements)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = options.Connector?.Invoke() ?? ConnectionMaker.Connect(options, multiStatements);
        try
        {
            var session = new ServerSession(connection, options.Siblings);
            session.Prepare(options);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Quotes an identifier: a back quote on both sides, back quotes within doubled.</summary>
    public static string QuoteName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    /// <summary>Quotes a text; good for sessions of this class, whose <c>sql_mode</c> is empty.</summary>
    public static string QuoteText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
        return $"'{escaped}'";
    }

    /// <summary>Runs a statement and drops what it gives, to the end of its last result.</summary>
    /// <exception cref="ServerException">The server refused it, also when it did so only after the first
    /// rows.</exception>
    public void Execute(string sql) => _ = Run(sql);

    /// <summary>
    /// Runs a statement and gives the rows of its first result that has columns; none when there is none.
    /// </summary>
    /// <exception cref="ServerException">The server refused it.</exception>
    public IReadOnlyList<ServerRow> Query(string sql)
    {
        if (Run(sql) is not { } result)
        {
            return [];
        }

        var positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < result.Columns.Count; i++)
        {
            positions.TryAdd(result.Columns[i], i);
        }

        return [.. result.Rows.Select(row => new ServerRow(positions, row))];
    }

    /// <summary>The first column of the first row; null when there is no row or it holds NULL.</summary>
    /// <exception cref="ServerException">The server refused it.</exception>
    public string? QueryScalar(string sql) => Run(sql)?.Rows is [{ Length: > 0 } row, ..] ? row[0] : null;

    /// <summary>Asks the server for a sign of life.</summary>
    /// <exception cref="ServerException">The connection is lost.</exception>
    public void Ping() => _ = Exclusively(0, static (c, _) => c.Ping() ? true : throw Error(c, "ping"));

    /// <summary>
    /// Cuts the connection; may be called from any thread at any time. A statement that is running ends with an error,
    /// and the server frees what the connection held. Only <see cref="Dispose"/> is of use afterwards.
    /// </summary>
    public void Abort() => _connection.ShutDown();

    /// <summary>Closes the connection; a statement that another thread still runs is cut off.</summary>
    public void Dispose()
    {
        _disposed = true;
        Siblings.Remove(ConnectionId);
        if (Volatile.Read(ref _busy) != 0)
        {
            _connection.ShutDown();
        }

        _connection.Dispose();
    }

    private static ServerException Error(IMariaDbConnection connection, string statement)
    {
        const int StatementCharactersMax = 120;
        var error = connection.LastError;
        var isShort = statement.Length <= StatementCharactersMax;
        var shown = isShort ? statement : statement[..StatementCharactersMax] + "...";
        return new ServerException(
            $"{shown}: {error.Message} (error {error.Code}, SQLSTATE {error.SqlState})",
            error,
            ServerHints.For(error.Code));
    }

    private void Prepare(ConnectionOptions options)
    {
        // The server closes a connection that is silent for wait_timeout, and with it the stage; statements of ours
        // must neither be cut by a limit meant for users nor depend on the server's default SQL mode.
        var wanted = new StringBuilder(
            "SET SESSION wait_timeout=2147483, max_statement_time=0, autocommit=1, sql_mode='', "
            + "sql_select_limit=18446744073709551615");
        if (options.LockWaitTimeout is { } wait)
        {
            wanted.Append(", lock_wait_timeout=").Append(ConnectionMaker.WholeSeconds(wait));
        }

        Execute(wanted.ToString());
        try
        {
            // A causal read would hang while the node is paused by our own stage.
            Execute("SET SESSION wsrep_sync_wait=0");
        }
        catch (ServerException e) when (e.Code == ServerErrorCode.UnknownSystemVariable)
        {
            // A server that was built without Galera has nothing to switch off.
        }
    }

    private MariaDbRows? Run(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return Exclusively(sql, static (connection, sql) =>
        {
            if (!connection.Query(Encoding.UTF8.GetBytes(sql)))
            {
                throw Error(connection, sql);
            }

            MariaDbRows? first = null;
            bool? more = true;
            while (more == true)
            {
                var rows = connection.ReadRows();
                if (rows is null && connection.LastError.Code != 0)
                {
                    throw Error(connection, sql);
                }

                first ??= rows;
                more = connection.NextResult();
            }

            return more is null ? throw Error(connection, sql) : first;
        });
    }

    private Timer StartWatch() => new(
        static connection => ((IMariaDbConnection)connection!).ShutDown(),
        _connection,
        _readTimeout,
        Timeout.InfiniteTimeSpan);

    private TResult Exclusively<TArgument, TResult>(
        TArgument argument, Func<IMariaDbConnection, TArgument, TResult> action)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException(
                $"connection {ConnectionId} runs a statement in another thread; a session serves one thread at a time");
        }

        try
        {
            // The library takes a read timeout only before it connects, so the watch is kept here.
            using var watch = _readTimeout > TimeSpan.Zero ? StartWatch() : null;
            return action(_connection, argument);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
