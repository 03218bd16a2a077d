using System.Runtime.InteropServices;
using System.Text;
using Understudy.Native.LibC;

namespace Understudy.Native.LibMariaDb;

/// <summary>
/// A client connection, in the terms of Connector/C but without pointers. Calls return false when they failed;
/// <see cref="LastError"/> then tells why. Not thread-safe, but for <see cref="ShutDown"/>.
/// </summary>
public sealed unsafe class MariaDbConnection : IMariaDbConnection
{
    private static readonly Lazy<bool> Initialized = new(() => MariaDbImports.mysql_server_init(0, 0, 0) == 0);

    private readonly MySqlHandle _mysql;
    private readonly Lock _socketGate = new();
    private SocketDuplicate? _socket;

    /// <summary>Makes a connection object; nothing is sent.</summary>
    /// <exception cref="DllNotFoundException"><c>libmariadb.so.3</c> is not on this host.</exception>
    /// <exception cref="InvalidOperationException">The library had no memory.</exception>
    public MariaDbConnection()
    {
        _mysql = Initialized.Value ? MariaDbImports.mysql_init(0) : new MySqlHandle();
        if (_mysql.IsInvalid)
        {
            throw new InvalidOperationException("libmariadb could not make a connection object");
        }
    }

    /// <summary>The version of the client library.</summary>
    public static string LibraryVersion => Text(MariaDbImports.mysql_get_client_info());

    /// <inheritdoc/>
    public MariaDbError LastError => new(
        MariaDbImports.mysql_errno(_mysql),
        Text(MariaDbImports.mysql_sqlstate(_mysql)),
        Text(MariaDbImports.mysql_error(_mysql)));

    /// <inheritdoc/>
    public uint ThreadId => (uint)MariaDbImports.mysql_thread_id(_mysql).Value;

    /// <inheritdoc/>
    public string ServerInfo => Text(MariaDbImports.mysql_get_server_info(_mysql));

    /// <inheritdoc/>
    public string HostInfo => Text(MariaDbImports.mysql_get_host_info(_mysql));

    /// <inheritdoc/>
    public string? TlsCipher
    {
        get
        {
            var cipher = Text(MariaDbImports.mysql_get_ssl_cipher(_mysql));
            return cipher.Length == 0 ? null : cipher;
        }
    }

    /// <summary>Sets an option that takes a text.</summary>
    public bool SetOption(MariaDbOption option, string value)
    {
        fixed (byte* bytes = Utf8(value))
        {
            return MariaDbImports.mysql_options(_mysql, option, bytes) == 0;
        }
    }

    /// <summary>Sets an option that takes a number.</summary>
    public bool SetOption(MariaDbOption option, uint value) =>
        MariaDbImports.mysql_options(_mysql, option, &value) == 0;

    /// <summary>Sets an option that takes yes or no.</summary>
    public bool SetOption(MariaDbOption option, bool value)
    {
        // The library reads one byte (my_bool) for some of these and an unsigned int for others.
        uint wide = value ? 1u : 0u;
        return MariaDbImports.mysql_options(_mysql, option, &wide) == 0;
    }

    /// <summary>Adds an attribute that the server shows of this connection.</summary>
    public bool AddAttribute(string name, string value)
    {
        fixed (byte* nameBytes = Utf8(name), valueBytes = Utf8(value))
        {
            return MariaDbImports.mysql_options4(_mysql, MariaDbOption.ConnectAttribute, nameBytes, valueBytes) == 0;
        }
    }

    /// <summary>Connects and logs in.</summary>
    /// <param name="host">Host name or address; null or <c>localhost</c> for the socket.</param>
    /// <param name="port">TCP port; 0 for the default.</param>
    /// <param name="socket">Path of the socket; null for the library's default.</param>
    /// <param name="user">User name; null for the name of the operating system's user.</param>
    /// <param name="password">UTF-8 with a zero byte at its end, or empty for none. The library keeps a copy.</param>
    /// <param name="multiStatements">Whether one text may hold several statements.</param>
    public bool Connect(
        string? host, uint port, string? socket, string? user, ReadOnlySpan<byte> password, bool multiStatements)
    {
        const uint ClientMultiStatements = 1u << 16; // CLIENT_MULTI_STATEMENTS, mariadb_com.h
        const uint ClientMultiResults = 1u << 17; // CLIENT_MULTI_RESULTS
        if (!password.IsEmpty && password[^1] != 0)
        {
            throw new ArgumentException("the password must end with a zero byte", nameof(password));
        }

        var flags = ClientMultiResults | (multiStatements ? ClientMultiStatements : 0);
        fixed (byte* hostBytes = Utf8(host), socketBytes = Utf8(socket), userBytes = Utf8(user))
        fixed (byte* passwordBytes = password)
        {
            var made = MariaDbImports.mysql_real_connect(
                _mysql, hostBytes, userBytes, passwordBytes, null, port, socketBytes, new CULong(flags));
            if (made == 0)
            {
                return false;
            }
        }

        var descriptor = MariaDbImports.mysql_get_socket(_mysql);
        SocketDuplicate.KeepFromChildren(descriptor);
        lock (_socketGate)
        {
            _socket = SocketDuplicate.TryCreate(descriptor);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Query(ReadOnlySpan<byte> statement)
    {
        fixed (byte* bytes = statement)
        {
            return MariaDbImports.mysql_real_query(_mysql, bytes, new CULong((nuint)statement.Length)) == 0;
        }
    }

    /// <inheritdoc/>
    public MariaDbRows? ReadRows()
    {
        using var result = MariaDbImports.mysql_store_result(_mysql);
        if (result.IsInvalid)
        {
            return null;
        }

        var columns = new string[MariaDbImports.mysql_num_fields(result)];
        for (uint i = 0; i < columns.Length; i++)
        {
            columns[i] = Text(*MariaDbImports.mysql_fetch_field_direct(result, i));
        }

        var rows = new List<string?[]>(checked((int)MariaDbImports.mysql_num_rows(result)));
        byte** row;
        while ((row = MariaDbImports.mysql_fetch_row(result)) != null)
        {
            var lengths = MariaDbImports.mysql_fetch_lengths(result);
            var values = new string?[columns.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = row[i] == null
                    ? null
                    : Encoding.UTF8.GetString(new ReadOnlySpan<byte>(row[i], checked((int)lengths[i].Value)));
            }

            rows.Add(values);
        }

        return new MariaDbRows(columns, rows);
    }

    /// <inheritdoc/>
    public bool? NextResult() => MariaDbImports.mysql_next_result(_mysql) switch
    {
        0 => true,
        -1 => false,
        _ => null,
    };

    /// <inheritdoc/>
    public bool Ping() => MariaDbImports.mysql_ping(_mysql) == 0;

    /// <inheritdoc/>
    public void ShutDown()
    {
        lock (_socketGate)
        {
            _socket?.ShutDown();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // First the library says good-bye on the socket, then the duplicate goes; a call that still runs in another
        // thread keeps the handle until it ends, so it must be woken first by ShutDown.
        _mysql.Dispose();
        lock (_socketGate)
        {
            _socket?.ShutDown();
            _socket?.Dispose();
            _socket = null;
        }
    }

    private static byte[]? Utf8(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    private static string Text(byte* text) =>
        text == null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
