using System.Diagnostics;
using Understudy.Server;

namespace Understudy.Bench.SideBySide;

/// <summary>The server that is backed up.</summary>
internal sealed class BenchServer : IDisposable
{
    private const int StartSecondsMax = 120;

    private readonly Process _process;
    private readonly string _directory;

    private BenchServer(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    internal static string DataDirectory(string directory) => Path.Combine(directory, "data");

    internal string Socket => Path.Combine(_directory, "s.sock");

    /// <summary>Makes a data directory.</summary>
    internal static void Install(string directory, string log) => MeasuredProcess.Run(
        $"mariadb-install-db --no-defaults --user=$(id -un) --datadir='{DataDirectory(directory)}' --auth-root-authentication-method=normal", log);

    /// <summary>Starts a server on the data directory and waits until it answers.</summary>
    internal static BenchServer Start(string directory, IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("mariadbd");
        string[] fixedOptions =
        [
            "--no-defaults", $"--user={Environment.UserName}", $"--datadir={DataDirectory(directory)}", $"--socket={directory}/s.sock",
            $"--pid-file={directory}/pid", "--skip-networking", $"--log-error={directory}/error.log",
        ];
        foreach (var option in fixedOptions.Concat(options))
        {
            start.ArgumentList.Add(option);
        }

        var server = new BenchServer(Process.Start(start)!, directory);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                server.Connect().Dispose();
                return server;
            }
            catch (ServerException) when (!server._process.HasExited && Stopwatch.GetElapsedTime(started).TotalSeconds < StartSecondsMax)
            {
                Thread.Sleep(100);
            }
        }
    }

    internal ServerSession Connect() => ServerSession.Connect(new ConnectionOptions { SocketPath = Socket, User = "root" });

    internal void Execute(params IEnumerable<string> statements)
    {
        using var session = Connect();
        foreach (var statement in statements)
        {
            session.Execute(statement);
        }
    }

    internal string? Scalar(string query)
    {
        using var session = Connect();
        return session.QueryScalar(query);
    }

    /// <summary>Stops the server, and waits for it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            try
            {
                Execute("SHUTDOWN");
            }
            catch (ServerException)
            {
                _process.Kill();
            }

            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
