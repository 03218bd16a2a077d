using System.Globalization;

namespace Understudy.Server;

/// <summary>The tables that the server has open.</summary>
public static class OpenTables
{
    /// <summary>Reads the tables that are in use. Tables that nobody uses are closed by BACKUP STAGE FLUSH.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static IReadOnlyList<OpenTable> ReadInUse(ServerSession session) => Read(session, "SHOW OPEN TABLES WHERE In_use > 0");

    /// <summary>Reads the tables that the server has open, in use or not.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static IReadOnlyList<OpenTable> ReadAll(ServerSession session) => Read(session, "SHOW OPEN TABLES");

    private static OpenTable[] Read(ServerSession session, string statement)
    {
        ArgumentNullException.ThrowIfNull(session);
        return
        [
            .. session.Query(statement).Select(row => new OpenTable(
                row["Database"] ?? "",
                row["Table"] ?? "",
                int.Parse(row["In_use"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture))),
        ];
    }
}
