using System.Diagnostics;
using System.Text;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Bench.BackupLocks;

/// <summary>The ways to take locks that are compared.</summary>
internal sealed class LockWays
{
    private const int Connections = 4;
    private const int PairsInAText = 100;

    private readonly MariaDbServer _server;
    private readonly int _pairs;
    private readonly int _tables;

    internal LockWays(MariaDbServer server, int pairs, int tables)
    {
        _server = server;
        _pairs = pairs;
        _tables = tables;
        All =
        [
            ("BackupLock, 1 connection", () => ByLibrary(1)),
            ($"BackupLock, {Connections} connections", () => ByLibrary(Connections)),
            ("mariadb client, 1 connection, a statement a round trip", () => ByClient(1, 1)),
            ($"mariadb client, {Connections} connections, a statement a round trip", () => ByClient(Connections, 1)),
            ($"texts of {PairsInAText} pairs, this library, 1 connection", ByTexts),
            ($"texts of {PairsInAText} pairs, mariadb client, 1 connection", () => ByClient(1, PairsInAText)),
        ];
    }

    internal IReadOnlyList<(string Name, Func<TimeSpan> Run)> All { get; }

    private TimeSpan ByLibrary(int connections)
    {
        var locks = Enumerable.Range(0, connections)
            .Select(_ => BackupLock.Open(_server.Connection, TimeSpan.FromSeconds(10))).ToList();
        var clock = Stopwatch.StartNew();
        var threads = locks.Select((held, number) => TestThread.Start($"locks {number}", () =>
        {
            for (var i = 0; i < _pairs / connections; i++)
            {
                held.Hold("b", $"t{i % _tables}").Dispose();
            }
        })).ToList();
        threads.ForEach(thread => thread.Join());
        clock.Stop();
        locks.ForEach(held => held.Dispose());
        return clock.Elapsed;
    }

    private TimeSpan ByTexts()
    {
        using var session = ServerSession.Connect(_server.Connection, multiStatements: true);
        var texts = Enumerable.Range(0, _pairs / PairsInAText).Select(i => Text(i * PairsInAText, PairsInAText)).ToList();
        var clock = Stopwatch.StartNew();
        texts.ForEach(session.Execute);
        return clock.Elapsed;
    }

    private TimeSpan ByClient(int connections, int pairsInAText)
    {
        var script = new StringBuilder();
        var share = _pairs / connections;
        if (pairsInAText > 1)
        {
            script.Append("DELIMITER //\n");
        }

        for (var i = 0; i < share; i += pairsInAText)
        {
            script.Append(Text(i, pairsInAText)).Append(pairsInAText > 1 ? "//\n" : "\n");
        }

        var file = _server.Directory["locks.sql"];
        File.WriteAllText(file, script.ToString());
        var client = _server.Release.Program("mariadb");
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, connections).Select(number => TestThread.Start($"client {number}", () =>
            RunningProgram.Run("/bin/sh", ["-c", $"exec '{client}' --no-defaults --batch -u root -S '{_server.SocketPath}' < '{file}'"])
                .Succeeded())).ToList();
        threads.ForEach(thread => thread.Join());
        return clock.Elapsed;
    }

    private string Text(int first, int count)
    {
        var text = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            text.Append("BACKUP LOCK b.t").Append(i % _tables).Append("; BACKUP UNLOCK;").Append(count > 1 ? "" : "\n");
        }

        return count > 1 ? text.ToString().TrimEnd(';') : text.ToString().TrimEnd('\n');
    }
}
