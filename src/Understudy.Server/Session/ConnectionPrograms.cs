namespace Understudy.Server;

/// <summary>The names that programs gave the server when they connected.</summary>
internal static class ConnectionPrograms
{
    /// <summary>Program by connection; empty where performance_schema is off or may not be read.</summary>
    /// <exception cref="ServerException">The connection is lost.</exception>
    internal static Dictionary<uint, string> Read(ServerSession session)
    {
        var programs = new Dictionary<uint, string>();
        try
        {
            if (session.QueryScalar("SELECT @@performance_schema") != "1")
            {
                return programs;
            }

            foreach (var row in session.Query(
                "SELECT PROCESSLIST_ID AS id, ATTR_VALUE AS program FROM performance_schema.session_connect_attrs "
                + "WHERE ATTR_NAME = 'program_name'"))
            {
                if (uint.TryParse(row["id"], out var id) && row["program"] is { } program)
                {
                    programs[id] = program;
                }
            }
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            // The schema may be off or forbidden; the program's name is an extra.
        }

        return programs;
    }
}
