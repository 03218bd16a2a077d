using Understudy.Server;

namespace Understudy.Testing;

/// <summary>Asks a server to examine every table it has, with the system's own.</summary>
public static class TableCheck
{
    /// <summary>What <c>CHECK TABLE ... EXTENDED</c> finds wrong, a line for each complaint; empty when all is well.</summary>
    public static IReadOnlyList<string> FindDamage(MariaDbServer server, Func<string, bool>? database = null)
    {
        using var session = server.Connect();
        var damage = new List<string>();
        var tables = session.Query(
            "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES "
            + "WHERE TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'sys') ORDER BY 1, 2");
        foreach (var table in tables.Where(t => database is null || database(t[0] ?? "")))
        {
            var name = SqlName.Quote(table[0] ?? "", table[1] ?? "");
            try
            {
                damage.AddRange(session.Query($"CHECK TABLE {name} EXTENDED")
                    .Where(IsComplaint)
                    .Select(row => $"{name}: {row["Msg_type"]}: {row["Msg_text"]}"));
            }
            catch (ServerException e)
            {
                damage.Add($"{name}: {e.Message}");
            }
        }

        return damage;
    }

    private static bool IsComplaint(ServerRow row) => row["Msg_type"] switch
    {
        "status" => row["Msg_text"] is not ("OK" or "Table is already up to date"),
        "note" => row["Msg_text"]?.Contains("doesn't support check", StringComparison.Ordinal) != true,
        _ => true,
    };
}
