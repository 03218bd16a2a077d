using System.Net;
using System.Net.Sockets;
using Understudy.Server;

namespace Understudy.Testing;

/// <summary>
/// A throw-away server on a Unix socket in a temporary directory. The account <c>root</c> has no password. When it is
/// disposed of, it is killed by its process number and its files are removed.
/// </summary>
public sealed class MariaDbServer : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(3);

    private readonly TemporaryDirectory _directory = new();
    private readonly MariaDbServerOptions _options;
    private RunningProgram? _program;

    private MariaDbServer(MariaDbServerOptions options)
    {
        _options = options;
        DataDirectory = options.DataDirectory ?? _directory["data"];
    }

    /// <summary>Its version.</summary>
    public MariaDbRelease Release => _options.Release;

    /// <summary>Where its data are.</summary>
    public string DataDirectory { get; }

    /// <summary>Its socket.</summary>
    public string SocketPath => _directory["s"];

    /// <summary>Its error log.</summary>
    public string ErrorLogPath => _directory["error.log"];

    /// <summary>Its port on 127.0.0.1; 0 without networking.</summary>
    public int Port { get; private set; }

    /// <summary>The process number of the running server.</summary>
    public int ProcessId => _program?.ProcessId ?? throw new TestBedException("the server does not run");

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _program is { HasEnded: false };

    /// <summary>A directory beside the data directory that goes with the server.</summary>
    public TemporaryDirectory Directory => _directory;

    /// <summary>Starts a new server with an empty database.</summary>
    /// <exception cref="TestBedException">It does not start; the message has the end of its error log.</exception>
    public static MariaDbServer Start(MariaDbRelease release, params string[] arguments) =>
        Start(new MariaDbServerOptions { Release = release, Arguments = arguments });

    /// <summary>Starts a server on an existing data directory, which stays when the server is gone.</summary>
    /// <exception cref="TestBedException">It does not start; the message has the end of its error log.</exception>
    public static MariaDbServer StartOn(string dataDirectory, MariaDbRelease release, params string[] arguments) =>
        Start(new MariaDbServerOptions { Release = release, Arguments = arguments, DataDirectory = dataDirectory });

    /// <summary>Starts a server.</summary>
    /// <exception cref="TestBedException">It does not start; the message has the end of its error log.</exception>
    public static MariaDbServer Start(MariaDbServerOptions options)
    {
        var server = new MariaDbServer(options);
        try
        {
            if (options.DataDirectory is null)
            {
                DataDirectoryTemplates.CopyTo(server.DataDirectory, options.Release, options.InstallArguments);
            }

            server.Start();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="Stop"/> or <see cref="Kill9"/>.</summary>
    public void Start()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("the server runs already");
        }

        File.Delete(SocketPath);
        System.IO.Directory.CreateDirectory(_directory["tmp"]);
        Port = _options.Networking ? FreePort() : 0;
        _program?.Dispose();
        _program = RunningProgram.Start(
            Release.Program("mariadbd"), ServerArguments(), _options.Environment, workingDirectory: _directory.Path);
        if (!Deadline.TryWaitFor(StartLimit, () => _program.HasEnded || Answers()) || _program.HasEnded)
        {
            var why = _program.HasEnded ? "ended while it started" : "does not answer";
            throw new TestBedException($"MariaDB {Release} on {DataDirectory} {why}\n{_program.ErrorOutputSoFar}{ErrorLogTail()}");
        }
    }

    /// <summary>Shuts it down in the orderly way.</summary>
    /// <exception cref="TestBedException">It did not end in time.</exception>
    public void Stop()
    {
        if (_program is not { HasEnded: false } program)
        {
            return;
        }

        program.Signal(Signals.Terminate);
        if (program.WaitForEnd(StopLimit) is { ExitCode: not 0 } result)
        {
            throw new TestBedException($"the server ended with exit code {result.ExitCode}\n{ErrorLogTail()}");
        }
    }

    /// <summary>Kills it as a crash would.</summary>
    public void Kill9()
    {
        _program?.Signal(Signals.Kill);
        _program?.WaitForEnd(StopLimit);
    }

    /// <summary>Stops and starts it.</summary>
    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>A session as <c>root</c> over the socket.</summary>
    public ServerSession Connect() => ServerSession.Connect(Connection);

    /// <summary>How to connect as <c>root</c> over the socket.</summary>
    public ConnectionOptions Connection =>
        new() { SocketPath = SocketPath, User = "root", ProgramName = "understudy-test" };

    /// <summary>Runs statements, each on the same new session.</summary>
    public void Execute(params string[] statements)
    {
        using var session = Connect();
        foreach (var statement in statements)
        {
            session.Execute(statement);
        }
    }

    /// <summary>The first column of the first row of a query on a session of its own.</summary>
    public string? QueryScalar(string sql)
    {
        using var session = Connect();
        return session.QueryScalar(sql);
    }

    /// <summary>The end of the error log, with a line that says so.</summary>
    public string ErrorLogTail(int lineCountMax = 40)
    {
        if (!File.Exists(ErrorLogPath))
        {
            return "(no error log)";
        }

        var lines = File.ReadAllLines(ErrorLogPath);
        return $"--- end of the error log of MariaDB {Release}\n{string.Join('\n', lines.TakeLast(lineCountMax))}\n---";
    }

    /// <summary>Kills it if it runs and removes its files.</summary>
    public void Dispose()
    {
        _program?.Dispose();
        _directory.Dispose();
    }

    private List<string> ServerArguments()
    {
        List<string> arguments =
        [
            _options.DefaultsFile is { } file ? $"--defaults-file={file}" : "--no-defaults", $"--datadir={DataDirectory}", $"--socket={SocketPath}", $"--pid-file={_directory["pid"]}",
            $"--log-error={ErrorLogPath}", $"--tmpdir={_directory["tmp"]}", "--skip-name-resolve", "--skip-log-bin",
            "--loose-performance-schema=OFF",
            $"--user={Environment.UserName}",
        ];
        if (_options.DefaultsFile is null)
        {
            arguments.Add("--innodb-buffer-pool-size=64M");
        }

        arguments.AddRange(
            _options.Networking ? [$"--port={Port}", "--bind-address=127.0.0.1"] : ["--skip-networking"]);
        if (_options.RocksDb)
        {
            arguments.AddRange(["--plugin-load-add=ha_rocksdb", "--loose-rocksdb-block-cache-size=16M"]);
        }

        arguments.AddRange(_options.InstallArguments);
        arguments.AddRange(_options.Arguments);
        return arguments;
    }

    private bool Answers()
    {
        if (!File.Exists(SocketPath))
        {
            return false;
        }

        try
        {
            using var session = Connect();
            return true;
        }
        catch (ServerException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
