using Understudy.Server;

namespace Understudy.Engine.Backup.Sources;

/// <summary>
/// What InnoDB knows, from <c>INFORMATION_SCHEMA</c>. Its views are plugins, and a server may run without them
/// (<c>innodb_sys_tables=OFF</c>), or an account without PROCESS: a backup does then without what they tell.
/// </summary>
internal static class InnoDbViews
{
    /// <summary>The names of all open tablespaces, as the files are called; null when the server does not tell.</summary>
    internal static IReadOnlySet<string?>? ReadOpenTablespaces(ServerSession session) =>
        ReadNames(session, "INNODB_SYS_TABLESPACES");

    /// <summary>The names of all tables, as the files are called; null when the server does not tell.</summary>
    internal static IReadOnlySet<string?>? ReadTables(ServerSession session) =>
        ReadNames(session, "INNODB_SYS_TABLES");

    /// <summary>The names of the tables of each tablespace but the system's, by its number; null when the server does not tell.</summary>
    internal static ILookup<string?, string?>? ReadTablesOfTablespaces(ServerSession session) =>
        TryRead(session, "SELECT SPACE, NAME FROM information_schema.INNODB_SYS_TABLES WHERE SPACE <> 0")?.ToLookup(row => row[0], row => row[1], StringComparer.Ordinal);

    private static HashSet<string?>? ReadNames(ServerSession session, string view) =>
        TryRead(session, $"SELECT NAME FROM information_schema.{view}")?.Select(row => row[0]).ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<ServerRow>? TryRead(ServerSession session, string query)
    {
        try
        {
            return session.Query(query);
        }
        catch (ServerException e) when (e.Code == ServerErrorCode.UnknownView || e.IsAccessDenied)
        {
            return null;
        }
    }
}
