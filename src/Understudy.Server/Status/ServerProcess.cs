namespace Understudy.Server;

/// <summary>One connection of a server, at one moment.</summary>
/// <param name="ConnectionId">Its number.</param>
/// <param name="User">Its user, or null when it cannot be seen.</param>
/// <param name="Host">Where it comes from.</param>
/// <param name="Program">The program, if it told the server its name and performance_schema is on.</param>
/// <param name="Command">What it does: Query, Sleep, ...</param>
/// <param name="State">What the server says about that, such as <c>Waiting for backup lock</c>.</param>
/// <param name="Statement">The beginning of its statement without secrets, or null when it runs none.</param>
/// <param name="For">How long it has done what it does.</param>
public sealed record ServerProcess(
    uint ConnectionId,
    string? User,
    string? Host,
    string? Program,
    string? Command,
    string? State,
    string? Statement,
    TimeSpan For)
{
    /// <summary>What the server calls the state of whoever waits for the backup lock (measured on 10.11 and
    /// 11.8).</summary>
    public const string WaitingForBackupLock = "Waiting for backup lock";

    /// <summary>Whether it waits for a stage, a statement or another holder of the backup lock.</summary>
    public bool WaitsForBackupLock => State == WaitingForBackupLock;

    /// <summary>All connections that the account may see, but those of the session's own kind.</summary>
    /// <exception cref="ServerException">The server does not answer.</exception>
    internal static IReadOnlyList<ServerProcess> Read(ServerSession session)
    {
        var programs = ConnectionPrograms.Read(session);
        var processes = new List<ServerProcess>();
        foreach (var row in session.Query(
            "SELECT ID AS id, USER AS user, HOST AS host, COMMAND AS command, STATE AS state, "
            + $"LEFT(INFO, {StageBlockerQuery.StatementCharactersMax}) AS info, TIME_MS / 1000 AS seconds "
            + "FROM information_schema.PROCESSLIST ORDER BY ID"))
        {
            if (uint.TryParse(row["id"], out var id) && !session.Siblings.Contains(id))
            {
                processes.Add(new ServerProcess(
                    id,
                    row["user"],
                    row["host"],
                    programs.GetValueOrDefault(id),
                    row["command"],
                    row["state"],
                    StageBlockerQuery.Shown(row["info"]),
                    StageBlockerQuery.Seconds(row["seconds"])));
            }
        }

        return processes;
    }
}
