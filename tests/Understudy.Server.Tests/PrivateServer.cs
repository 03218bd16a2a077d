using System.Diagnostics;
using System.Globalization;

namespace Understudy.Server.Tests;

/// <summary>A server of its own in a temporary directory, reached by its socket as root without a password.</summary>
public sealed class PrivateServer : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("understudy-server-");
    private readonly Process _process;

    public PrivateServer(params string[] options)
    {
        SocketPath = Path.Combine(_directory.FullName, "s.sock");
        DataDirectory = Path.Combine(_directory.FullName, "data");
        var user = Environment.UserName;
        RunToEnd(
            "mariadb-install-db", "--no-defaults", $"--datadir={DataDirectory}", $"--user={user}",
            "--auth-root-authentication-method=normal", "--skip-test-db", "--force");
        string[] all =
        [
            "--no-defaults", $"--datadir={DataDirectory}", $"--socket={SocketPath}", $"--user={user}",
            $"--log-error={LogPath}", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M", .. options,
        ];
        var server = File.Exists("/usr/sbin/mariadbd") ? "/usr/sbin/mariadbd" : "mariadbd";
        _process = Process.Start(new ProcessStartInfo(server, all) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("mariadbd did not start");
        WaitForLogIn();
    }

    public string SocketPath { get; }

    public string DataDirectory { get; }

    public string Folder => _directory.FullName;

    public ConnectionOptions Root => new() { SocketPath = SocketPath, User = "root" };

    private string LogPath => Path.Combine(_directory.FullName, "error.log");

    public ServerSession Connect() => ServerSession.Connect(Root);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static void RunToEnd(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{program}: exit {process.ExitCode}\n{output}\n{error.Result}"));
        }
    }

    private void WaitForLogIn()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Connect().Dispose();
                return;
            }
            catch (ServerException) when (clock.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
            {
                _process.WaitForExit(50);
            }
            catch (ServerException e)
            {
                var log = File.Exists(LogPath) ? File.ReadAllText(LogPath) : "no error log";
                throw new InvalidOperationException($"the server did not come up\n{log}", e);
            }
        }
    }
}
