using Understudy.Formats.Aria;

namespace Understudy.Server;

/// <summary>
/// What the server knows of its Aria logs. Source: <c>SHOW ENGINE ARIA LOGS</c>, whose names are
/// <c>Size 8388608 ; /path/aria_log.00000001</c>, and which needs the privilege FILE.
/// </summary>
public static class AriaLogs
{
    private const string Free = "free";

    /// <summary>
    /// The numbers of logs that recovery from the latest checkpoint, or any later one, does not need. They stay when
    /// <c>aria_log_purge_type</c> is not <c>immediate</c>.
    /// </summary>
    /// <returns>None when the server does not tell.</returns>
    /// <exception cref="ServerException">The server fails otherwise than by refusing.</exception>
    public static IReadOnlySet<uint> ReadFree(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var free = new HashSet<uint>();
        try
        {
            foreach (var row in session.Query("SHOW ENGINE ARIA LOGS"))
            {
                if (row["Status"] == Free && AriaLogFileName.TryParse(Path.GetFileName(row["Name"] ?? ""), out var number))
                {
                    free.Add(number);
                }
            }
        }
        catch (ServerException e) when (e.IsAccessDenied)
        {
        }

        return free;
    }
}
