using System.Text.RegularExpressions;
using Understudy.Protocol.Tests.Live;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Protocol.Tests.Conformance;

/// <summary>Runs the script of a <see cref="Sentence"/> on a server.</summary>
internal sealed partial class ScriptRunner(MariaDbServer server) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ServerSession _observer = server.Connect();
    private readonly Dictionary<string, LiveConnection> _connections = [];

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            if (connection.Result is null)
            {
                Kill(connection.ConnectionId);
            }

            connection.Dispose();
        }

        var ids = _connections.Values.Select(connection => connection.ConnectionId).ToList();
        Deadline.WaitFor("connections to end", Limit, () => !_observer
            .Query("SELECT ID AS id FROM information_schema.PROCESSLIST").Any(row => ids.Contains(uint.Parse(row["id"]!))));
        _observer.Dispose();
    }

    internal void Run(string script)
    {
        foreach (var line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (left, expected) = line.Split("=>", 2, StringSplitOptions.TrimEntries) is [var l, var e]
                ? (l, e)
                : throw new FormatException(line);
            var (name, sql) = left.Split(':', 2, StringSplitOptions.TrimEntries) is [var n, var s] ? (n, s) : throw new FormatException(line);
            if (name == "ddl.log")
            {
                var log = File.ReadAllText(Path.Combine(server.DataDirectory, name));
                Assert.Equal(expected, Array.TrueForAll(sql.Split(' '), word => log.Contains(word, StringComparison.Ordinal)) ? "has" : "lacks");
                continue;
            }

            var connection = Of(name);
            if (sql.Length > 0)
            {
                Assert.True(connection.Result is not null, $"{line}: the connection is busy");
                connection.Begin(Number().Replace(sql, match => $"{Of(match.Groups["name"].Value).ConnectionId}"));
            }

            var found = "";
            if (!Deadline.TryWaitFor(Limit, () => (found = Found(connection, expected)) == expected || connection.Result is not null))
            {
                Assert.Fail($"{line}\nfound: {found}");
            }

            Assert.True(Found(connection, expected) == expected, $"{line}\nfound: {Found(connection, expected)}");
        }
    }

    private LiveConnection Of(string name)
    {
        if (!_connections.TryGetValue(name, out var connection))
        {
            var user = name switch { "r" => "reload", "l" => "locker", "n" => "nobody", _ => "root" };
            connection = new LiveConnection(server.Connection with { User = user }, _connections.Count);
            _connections[name] = connection;
        }

        return connection;
    }

    private string Found(LiveConnection connection, string expected)
    {
        if (connection.Result is { } result)
        {
            return result != "0" ? result : expected.StartsWith('=') ? $"={connection.Value ?? "NULL"}" : "ok";
        }

        return _observer.QueryScalar($"SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = {connection.ConnectionId}") switch
        {
            ServerProcess.WaitingForBackupLock => "waits",
            "Waiting for table metadata lock" => "table",
            "User sleep" => "busy",
            var state => $"at \"{state}\"",
        };
    }

    private void Kill(uint id)
    {
        try
        {
            _observer.Execute($"KILL {id}");
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            // It went by itself.
        }
    }

    [GeneratedRegex(@"\{(?<name>\w)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
