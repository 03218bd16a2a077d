using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Who takes the backup: the server's own user with few privileges, over the socket and over TCP.</summary>
public sealed class AccountTests
{
    private const string Privileges = "RELOAD, PROCESS, BINLOG MONITOR";

    /// <summary>Program and server run as the user mysql, which is not root; the log-in is that of the socket.</summary>
    [Fact]
    public void UserOfTheServer_WithMinimalPrivileges_OverTheSocket()
    {
        using var place = new TemporaryDirectory();
        OwnDataDirectory.Make(MariaDbRelease.V10_11, place["data"]);
        File.SetUnixFileMode(place.Path, (UnixFileMode)0x1ed);
        Directory.CreateDirectory(place["tmp"]);
        RunningProgram.Run("chown", ["-R", "mysql:mysql", place.Path]).Succeeded();
        var socket = place["s"];
        using var server = AsMySql(
            MariaDbRelease.V10_11.Program("mariadbd"),
            "--no-defaults", $"--datadir={place["data"]}", $"--socket={socket}", $"--log-error={place["error.log"]}", $"--tmpdir={place["tmp"]}",
            $"--pid-file={place["pid"]}", "--skip-networking", "--innodb-buffer-pool-size=64M", "--log-bin=binlog", "--server-id=1");
        var root = new ConnectionOptions { SocketPath = socket, User = "root", ProgramName = "understudy-test" };
        using var session = ConnectWhenReady(root);
        session.Execute("CREATE DATABASE d");
        session.Execute("CREATE TABLE d.i (n INT) ENGINE=InnoDB");
        session.Execute("CREATE TABLE d.m (n INT) ENGINE=MyISAM");
        session.Execute("INSERT INTO d.i VALUES (1)");
        session.Execute("INSERT INTO d.m VALUES (2)");
        session.Execute("CREATE USER mysql@localhost IDENTIFIED VIA unix_socket");
        session.Execute($"GRANT {Privileges} ON *.* TO mysql@localhost");

        using (var backup = AsMySql(UnderstudyProgram.Path, "backup", "--socket", socket, "--user", "mysql", "--target-dir", place["backup"]))
        {
            backup.WaitForEnd(TimeSpan.FromMinutes(2)).Succeeded();
        }

        using (var restore = AsMySql(UnderstudyProgram.Path, "restore", place["backup"], "--datadir", place["restored"]))
        {
            restore.WaitForEnd(TimeSpan.FromMinutes(2)).Succeeded();
        }

        server.Signal(Signals.Terminate);
        server.WaitForEnd(TimeSpan.FromMinutes(2)).Succeeded();
        Assert.Equal("mysql", OwnerOf(Path.Combine(place["restored"], "d", "i.ibd")));
        using var restored = AsMySql(
            MariaDbRelease.V10_11.Program("mariadbd"),
            "--no-defaults", $"--datadir={place["restored"]}", $"--socket={socket}", $"--log-error={place["error.log"]}", $"--tmpdir={place["tmp"]}",
            $"--pid-file={place["pid"]}", "--skip-networking", "--innodb-buffer-pool-size=64M");
        using var again = ConnectWhenReady(root);
        Assert.Equal("1 2", again.QueryScalar("SELECT CONCAT(i.n, ' ', m.n) FROM d.i, d.m"));
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void MinimalPrivileges_OverTcp(string version)
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version), Networking = true, Arguments = ["--log-bin=binlog", "--server-id=1"],
        });
        trip.Source.Execute(
            "CREATE DATABASE d",
            "CREATE TABLE d.i (n INT) ENGINE=InnoDB",
            "CREATE TABLE d.m (n INT) ENGINE=MyISAM",
            "CREATE TABLE d.a (n INT) ENGINE=Aria TRANSACTIONAL=1",
            "INSERT INTO d.i VALUES (1)",
            "INSERT INTO d.m VALUES (1)",
            "INSERT INTO d.a VALUES (1)",
            "CREATE USER backup@'127.0.0.1' IDENTIFIED BY 'p w'",
            $"GRANT {Privileges} ON *.* TO backup@'127.0.0.1'");
        trip.BackupDirectory = trip.Place["tcp"];

        using (var backup = UnderstudyProgram.Start(
            ["backup", "--host", "127.0.0.1", "--port", $"{trip.Source.Port}", "--user", "backup", "--target-dir", trip.BackupDirectory],
            new Dictionary<string, string?> { ["MYSQL_PWD"] = "p w" }))
        {
            backup.WaitForEnd(TimeSpan.FromMinutes(2)).Succeeded();
        }

        trip.Prove(ServerState.Capture(trip.Source));
    }

    /// <summary>Without a binary log nobody need be allowed to ask for its position.</summary>
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void FewPrivileges_WithoutBinaryLog_SufficeOrNotAsForTheStockTool(string version)
    {
        using var server = MariaDbServer.Start(MariaDbRelease.Find(version));
        using var place = new TemporaryDirectory();
        server.Execute(
            "CREATE USER enough@localhost", "GRANT RELOAD, PROCESS ON *.* TO enough@localhost",
            "CREATE USER noreload@localhost", "GRANT PROCESS ON *.* TO noreload@localhost",
            "CREATE USER noprocess@localhost", "GRANT RELOAD ON *.* TO noprocess@localhost");
        BackupProgram[] programs = [BackupProgram.Stock(server.Release), BackupProgram.Ours(place.Path)];

        foreach (var (account, exitCode) in new[] { ("enough", 0), ("noreload", 1), ("noprocess", 1) })
        {
            foreach (var (program, name) in programs.Zip(["stock", "ours"]))
            {
                var result = program.Run(
                    "--no-defaults", "--backup", $"--target-dir={place[$"{name}-{account}"]}", $"--socket={server.SocketPath}", $"--user={account}");
                Assert.True(exitCode == result.ExitCode, $"{result}");
                Assert.Equal(exitCode == 0, result.ErrorOutput.TrimEnd().EndsWith("completed OK!", StringComparison.Ordinal));
            }
        }

        UnderstudyProgram.Run("backup", "--socket", server.SocketPath, "--user", "enough", "--target-dir", place["native"]).Succeeded();
    }

    private static RunningProgram AsMySql(string program, params string[] arguments) =>
        RunningProgram.Start("setpriv", ["--reuid=mysql", "--regid=mysql", "--clear-groups", program, .. arguments]);

    private static ServerSession ConnectWhenReady(ConnectionOptions options)
    {
        ServerSession? session = null;
        Deadline.WaitFor("the server", TimeSpan.FromMinutes(2), () =>
        {
            try
            {
                session = ServerSession.Connect(options);
                return true;
            }
            catch (ServerException)
            {
                return false;
            }
        });
        return session!;
    }

    private static string OwnerOf(string path) => RunningProgram.Run("stat", ["-c", "%U", path]).Succeeded().Output.Trim();
}
