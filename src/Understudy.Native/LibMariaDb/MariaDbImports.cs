using System.Runtime.InteropServices;

namespace Understudy.Native.LibMariaDb;

/// <summary>
/// Imports of MariaDB Connector/C, C names kept. Only accessor functions: no structure of it is mirrored.
/// </summary>
internal static unsafe partial class MariaDbImports
{
    /// <summary>
    /// The library with the version of its binary interface; the bare name exists on development hosts only.
    /// </summary>
    internal const string Library = "libmariadb.so.3";

    [LibraryImport(Library)]
    internal static partial int mysql_server_init(int argc, nint argv, nint groups);

    [LibraryImport(Library)]
    internal static partial byte* mysql_get_client_info();

    [LibraryImport(Library)]
    internal static partial MySqlHandle mysql_init(nint mysql);

    [LibraryImport(Library)]
    internal static partial void mysql_close(nint mysql);

    [LibraryImport(Library)]
    internal static partial int mysql_options(MySqlHandle mysql, MariaDbOption option, void* argument);

    [LibraryImport(Library)]
    internal static partial int mysql_options4(MySqlHandle mysql, MariaDbOption option, byte* name, byte* value);

    [LibraryImport(Library)]
    internal static partial nint mysql_real_connect(
        MySqlHandle mysql,
        byte* host,
        byte* user,
        byte* password,
        byte* database,
        uint port,
        byte* socket,
        CULong flags);

    [LibraryImport(Library)]
    internal static partial int mysql_real_query(MySqlHandle mysql, byte* statement, CULong length);

    [LibraryImport(Library)]
    internal static partial int mysql_next_result(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial MySqlResultHandle mysql_store_result(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial void mysql_free_result(nint result);

    [LibraryImport(Library)]
    internal static partial uint mysql_num_fields(MySqlResultHandle result);

    [LibraryImport(Library)]
    internal static partial ulong mysql_num_rows(MySqlResultHandle result);

    /// <summary>The description of a column; its first member is the pointer to the name.</summary>
    [LibraryImport(Library)]
    internal static partial byte** mysql_fetch_field_direct(MySqlResultHandle result, uint column);

    [LibraryImport(Library)]
    internal static partial byte** mysql_fetch_row(MySqlResultHandle result);

    [LibraryImport(Library)]
    internal static partial CULong* mysql_fetch_lengths(MySqlResultHandle result);

    [LibraryImport(Library)]
    internal static partial int mysql_ping(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial uint mysql_errno(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial byte* mysql_error(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial byte* mysql_sqlstate(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial CULong mysql_thread_id(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial byte* mysql_get_server_info(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial byte* mysql_get_host_info(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial byte* mysql_get_ssl_cipher(MySqlHandle mysql);

    [LibraryImport(Library)]
    internal static partial int mysql_get_socket(MySqlHandle mysql);
}
