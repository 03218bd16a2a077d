using System.Globalization;

namespace Understudy.Server;

/// <summary>The tables in use.</summary>
public static class OpenTables
{
    /// <summary>Reads the tables that are in use. Tables that nobody uses are closed by BACKUP STAGE FLUSH.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static IReadOnlyList<OpenTable> ReadInUse(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return
        [
            .. session.Query("SHOW OPEN TABLES WHERE In_use > 0").Select(row => new OpenTable(
                row["Database"] ?? "",
                row["Table"] ?? "",
                int.Parse(row["In_use"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture))),
        ];
    }
}
