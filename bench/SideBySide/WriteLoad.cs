using System.Diagnostics;
using System.Globalization;

namespace Understudy.Bench.SideBySide;

/// <summary>Single-row updates at a fixed rate through sysbench, on InnoDB and on MyISAM, each statement with its times.</summary>
internal sealed class WriteLoad : IDisposable
{
    private const int Threads = 4;

    private readonly Settings _settings;
    private readonly Dictionary<string, Process> _running = [];

    private WriteLoad(Settings settings) => _settings = settings;

    /// <summary>The engines that are written to.</summary>
    internal static IReadOnlyList<string> Engines { get; } = ["InnoDB", "MyISAM"];

    /// <summary>Starts the load, and waits until statements run.</summary>
    internal static WriteLoad Start(Settings settings, BenchServer server, (int InnoDb, int MyIsam) rows)
    {
        foreach (var old in Directory.EnumerateFiles(settings.Directory, "load-*"))
        {
            File.Delete(old);
        }

        var load = new WriteLoad(settings);
        load.Start("InnoDB", server, "mid1", rows.InnoDb, settings.Rate);
        load.Start("MyISAM", server, "load_myisam", rows.MyIsam, settings.Rate / 2);
        foreach (var engine in Engines)
        {
            while (load.Files(engine).Count() < Threads || load.Files(engine).Any(file => new FileInfo(file).Length == 0))
            {
                load.ThrowIfEnded(engine);
                Thread.Sleep(50);
            }
        }

        return load;
    }

    /// <summary>How long the statements took that were due or under way in a time, in milliseconds, ascending.</summary>
    internal IReadOnlyList<double> Milliseconds(string engine, long from, long to)
    {
        ThrowIfEnded(engine);
        AwaitStatementsAfter(engine, to);
        return
        [
            .. Statements(engine)
                .Where(statement => statement.Done >= from && statement.Due <= to)
                .Select(statement => (statement.Done - statement.Due) / 1e6)
                .Order(),
        ];
    }

    public void Dispose()
    {
        foreach (var process in _running.Values)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private void Start(string engine, BenchServer server, string table, int rows, int rate)
    {
        var start = new ProcessStartInfo("sysbench") { UseShellExecute = false, RedirectStandardOutput = true }; // its own report is not needed
        string[] arguments =
        [
            _settings.Load, "--db-driver=mysql", $"--mysql-socket={server.Socket}", "--mysql-user=root", "--mysql-db=bench",
            $"--threads={Threads}", "--time=0", "--events=0", "--verbosity=1", $"--table={table}", $"--rows={rows}",
            $"--interval={Threads * 1000 / rate}", $"--log={Path.Combine(_settings.Directory, "load-" + engine)}", "run",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _running.Add(engine, Process.Start(start)!);
    }

    private IEnumerable<string> Files(string engine) => Directory.EnumerateFiles(_settings.Directory, $"load-{engine}.*");

    private IEnumerable<(long Due, long Done)> Statements(string engine) => Files(engine).SelectMany(ReadLines);

    private static IEnumerable<(long Due, long Done)> ReadLines(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            // The last line may be half written.
            var parts = line.Split(' ');
            if (parts.Length == 3 && parts[2].Length >= parts[0].Length)
            {
                yield return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
            }
        }
    }

    // A statement that still waits when the program has ended belongs to it.
    private void AwaitStatementsAfter(string engine, long to)
    {
        while (Files(engine).Any(file => ReadLines(file).Last().Due <= to))
        {
            ThrowIfEnded(engine);
            Thread.Sleep(50);
        }
    }

    private void ThrowIfEnded(string engine)
    {
        if (_running[engine].HasExited)
        {
            throw new InvalidOperationException($"the load on {engine} has ended: {_running[engine].StandardOutput.ReadToEnd()}");
        }
    }
}
