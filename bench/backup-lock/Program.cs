using Understudy.Testing;

namespace Understudy.Bench.BackupLocks;

/// <summary>
/// Measures pairs of BACKUP LOCK and BACKUP UNLOCK a second on servers that it starts, by this library and by the
/// server's own client in turn. usage: backup-lock [ROUNDS]
/// </summary>
internal static class Program
{
    private const int Pairs = 40_000;
    private const int TableCount = 100;
    private static readonly string[] Releases = ["10.11", "11.8"];

    private static int Main(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 3;
        Console.WriteLine("| pairs a second, median (lowest to highest) | 10.11 | 11.8 |");
        Console.WriteLine("| --- | ---: | ---: |");
        var measured = Releases.Select(release => Measure(MariaDbRelease.Find(release), rounds)).ToArray();
        foreach (var name in measured[0].Keys)
        {
            Console.WriteLine($"| {name} | {string.Join(" | ", measured.Select(results => Summary(results[name])))} |");
        }

        return 0;
    }

    private static Dictionary<string, List<double>> Measure(MariaDbRelease release, int rounds)
    {
        using var server = MariaDbServer.Start(release);
        using (var session = server.Connect())
        {
            session.Execute("CREATE DATABASE b");
            for (var i = 0; i < TableCount; i++)
            {
                session.Execute($"CREATE TABLE b.t{i} (a INT) ENGINE=Aria");
            }
        }

        var ways = new LockWays(server, Pairs, TableCount);
        var results = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, run) in ways.All)
            {
                var seconds = run().TotalSeconds;
                if (round > 0)
                {
                    // The first round warms up.
                    if (!results.TryGetValue(name, out var list))
                    {
                        results[name] = list = [];
                    }

                    list.Add(Pairs / seconds);
                }
            }
        }

        return results;
    }

    private static string Summary(List<double> values)
    {
        values.Sort();
        return $"{values[values.Count / 2]:N0} ({values[0]:N0} to {values[^1]:N0})";
    }
}
