namespace Understudy.Server;

/// <summary>
/// Ends statements, with <c>KILL QUERY ID</c> on a connection of its own. Only statements that were seen in the way, never others
/// of the same connection, and never those of replication or of this program. What it cannot do does not make the backup fail.
/// </summary>
/// <param name="connection">How to reach the server.</param>
/// <param name="own">Connections of this program.</param>
/// <param name="report">Told of each statement that was ended, or could not be.</param>
public sealed class QueryKiller(ConnectionOptions connection, IReadOnlyCollection<uint> own, Action<string> report) : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private ServerSession? _session;
    private bool _failed;

    /// <summary>Ends the statements in the way of a stage once it has waited long enough.</summary>
    /// <param name="wait">Who is in the way.</param>
    /// <param name="options">After how long, and which.</param>
    public void EndBlockers(StageWait wait, QueryWaitOptions options)
    {
        ArgumentNullException.ThrowIfNull(wait);
        ArgumentNullException.ThrowIfNull(options);
        if (options.KillAfter <= TimeSpan.Zero || wait.WaitedFor < options.KillAfter)
        {
            return;
        }

        // Reading statements are in nobody's way, unless they hold LOCK TABLES or call what writes: that is known, or left alone.
        var isGuess = wait.Blockers.Source == BlockerSource.ProcessList;
        var blockers = wait.Blockers.Items.Select(blocker => blocker.ConnectionId).ToHashSet();
        End(
            query => blockers.Contains(query.ConnectionId) && QueryWords.Is(query.Statement, options.KillKind)
                && (!isGuess || QueryWords.Is(query.Statement, QueryKind.Update)),
            $"in the way of the lock for {(long)wait.WaitedFor.TotalSeconds} s");
    }

    /// <summary>Ends DDL that waits for a table.</summary>
    public void EndWaitingDdl() => End(query => query.WaitsForTable && query.IsDefinition, "it waits for a table that this backup holds against DDL");

    /// <summary>Closes the connection; nothing is ended any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _session?.Dispose();
            _session = null;
            _failed = true;
        }
    }

    private void End(Func<RunningQuery, bool> isWanted, string why)
    {
        lock (_gate)
        {
            if (_failed)
            {
                return;
            }

            try
            {
                _session ??= ServerSession.Connect(connection);
                _session.ReadTimeout = AnswerTimeout;
                foreach (var query in RunningQuery.Read(_session, own).Where(query => !query.IsOfReplication && isWanted(query)))
                {
                    Kill(_session, query, why);
                }
            }
            catch (ServerException e)
            {
                _failed = true;
                report($"statements in the way cannot be ended: {e.Message}");
            }
        }
    }

    private void Kill(ServerSession session, RunningQuery query, string why)
    {
        try
        {
            session.Execute($"KILL QUERY ID {query.QueryId}");
            report($"killed the statement of {query}: {why}");
        }
        catch (ServerException e) when (e.Code == ServerErrorCode.UnknownQuery)
        {
            // It ended by itself just now.
        }
    }
}
