using System.Globalization;
using Understudy.Protocol.Tests.Histories;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Protocol.Tests.Live;

/// <summary>Runs a history on the model and on a real server, step by step, and compares.</summary>
internal sealed class Comparison : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("UNDERSTUDY_PROTOCOL_PATIENCE") ?? "20", CultureInfo.InvariantCulture));

    private readonly MariaDbServer _server;
    private readonly ServerSession _admin;

    internal Comparison(MariaDbServer server)
    {
        _server = server;
        _admin = server.Connect();
    }

    /// <summary>Steps compared so far, and those that were not because the model does not know whose turn it is.</summary>
    internal (int Compared, int Ambiguous) Steps { get; private set; }

    /// <summary>How many statements had to wait.</summary>
    internal int Waits { get; private set; }

    public void Dispose() => _admin.Dispose();

    /// <summary>Runs a history; null when model and server agree in every step, else where they do not.</summary>
    internal string? Run(History history)
    {
        var line = _server.Release.Number == "10.11" ? ServerLine.V10_11 : ServerLine.V11_8;
        var model = new ServerModel(line);
        List<LiveConnection> live = [];
        try
        {
            foreach (var account in history.Accounts)
            {
                model.Connect(account);
                live.Add(new LiveConnection(_server.Connection with { User = account.Name }, live.Count));
            }

            for (var i = 0; i < history.Steps.Count; i++)
            {
                var step = history.Steps[i];
                if (step.Connection >= live.Count || !Do(step, model, live))
                {
                    continue;
                }

                if (model.IsAmbiguous)
                {
                    Steps = (Steps.Compared, Steps.Ambiguous + history.Steps.Count - i);
                    return null;
                }

                Steps = (Steps.Compared + 1, Steps.Ambiguous);
                if (Compare(model, live) is { } difference)
                {
                    return $"after step {i} ({step}): {difference}";
                }
            }

            return null;
        }
        finally
        {
            CleanUp(live);
        }
    }

    private bool Do(HistoryStep step, ServerModel model, List<LiveConnection> live)
    {
        var connection = model.Connections[step.Connection];
        if (!connection.IsConnected || (step.Action == HistoryAction.Run && connection.WaitsFor is not null))
        {
            return false;
        }

        var id = live[step.Connection].ConnectionId;
        switch (step.Action)
        {
            case HistoryAction.Run:
                model.Run(connection, step.Statement!);
                live[step.Connection].Begin(step.Statement!);
                Waits += connection.WaitsFor is null ? 0 : 1;
                break;
            case HistoryAction.KillQuery:
                model.KillQuery(connection);
                _admin.Execute($"KILL QUERY {id}");
                break;
            default:
                model.Disconnect(connection);
                _admin.Execute($"KILL {id}");
                AwaitGone([id]);
                break;
        }

        return true;
    }

    private string? Compare(ServerModel model, List<LiveConnection> live)
    {
        string? difference = null;
        _ = Deadline.TryWaitFor(Patience, () =>
        {
            var states = States();
            var found = Enumerable.Range(0, live.Count)
                .Select(i => (Text: Difference(model, model.Connections[i], live[i], states, out var isFinal), IsFinal: isFinal))
                .Where(entry => entry.Text is not null)
                .ToList();
            difference = found.Count == 0 ? null : string.Join("; ", found.Select(entry => entry.Text));
            return found.Count == 0 || found.Exists(entry => entry.IsFinal);
        });
        return difference ?? DifferentStage(model, live);
    }

    private static string? Difference(
        ServerModel model,
        ModelConnection expected,
        LiveConnection found,
        Dictionary<uint, string> states,
        out bool isFinal)
    {
        var result = found.Result;
        var state = states.GetValueOrDefault(found.ConnectionId, "");
        isFinal = false;
        if (!expected.IsConnected || expected.Statement is null)
        {
            return null;
        }

        if (expected.WaitsFor is { } wanted)
        {
            isFinal = result is not null;
            var wantedState = wanted.Table is null ? ServerProcess.WaitingForBackupLock : "Waiting for table metadata lock";
            return result is null && state == wantedState
                ? null
                : $"connection {expected.Id} should wait for {wanted} held by {string.Join(", ", model.ObstaclesOf(expected).Select(o => $"{o.Connection.Id} ({o.Lock})"))}, but {Describe(result, state)}";
        }

        isFinal = result is not null;
        return result == expected.Result?.ToString(CultureInfo.InvariantCulture)
            ? null
            : $"connection {expected.Id} should end with {expected.Result}, but {Describe(result, state)}";
    }

    private static string Describe(string? result, string state) =>
        result is null ? $"is at \"{state}\"" : $"ended with {result}";

    private string? DifferentStage(ServerModel model, List<LiveConnection> live)
    {
        var held = _admin.Query(
            "SELECT THREAD_ID AS id, SUBSTR(LOCK_MODE, 12) AS kind FROM information_schema.METADATA_LOCK_INFO "
            + "WHERE LOCK_TYPE = 'Backup lock'").ToLookup(row => row["id"], row => row["kind"]!.Replace("_", "", StringComparison.Ordinal));
        foreach (var connection in model.Connections.Where(connection => connection.IsConnected))
        {
            var expected = connection.Locks.Where(l => l.Name.Table is null).Select(l => Spell(l.Name.Ticket)).Order(StringComparer.Ordinal);
            var found = held[live[connection.Id].ConnectionId.ToString(CultureInfo.InvariantCulture)].Order(StringComparer.Ordinal);
            var (left, right) = (string.Join(',', expected), string.Join(',', found));
            if (left != right)
            {
                return $"connection {connection.Id} should hold [{left}] on the backup lock, but holds [{right}]";
            }
        }

        return null;
    }

    private static string Spell(Ticket ticket) => ticket switch
    {
        Ticket.ReadLock1 => "FTWRL1",
        Ticket.ReadLock2 => "FTWRL2",
        _ => ticket.ToString().ToUpperInvariant(),
    };

    private Dictionary<uint, string> States() => _admin
        .Query("SELECT ID AS id, STATE AS state FROM information_schema.PROCESSLIST")
        .ToDictionary(row => uint.Parse(row["id"]!, CultureInfo.InvariantCulture), row => row["state"] ?? "");

    private void CleanUp(List<LiveConnection> live)
    {
        foreach (var connection in live)
        {
            if (connection.Result is null)
            {
                TryKill(connection.ConnectionId);
            }

            connection.Dispose();
        }

        AwaitGone([.. live.Select(connection => connection.ConnectionId)]);
    }

    private void TryKill(uint id)
    {
        try
        {
            _admin.Execute($"KILL {id}");
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            // It went by itself meanwhile.
        }
    }

    private void AwaitGone(IReadOnlyCollection<uint> ids) => Deadline.WaitFor(
        "connections to end", TimeSpan.FromSeconds(60), () => !States().Keys.Any(ids.Contains));
}
