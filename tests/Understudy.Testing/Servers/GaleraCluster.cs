using System.Net;
using System.Net.Sockets;

namespace Understudy.Testing;

/// <summary>
/// A Galera cluster on 127.0.0.1 whose state transfers are done by the server's own script for mariadb-backup, which finds the
/// programs under test in their place.
/// </summary>
public sealed class GaleraCluster : IDisposable
{
    private const string Provider = "/usr/lib/galera/libgalera_smm.so";
    private const string Account = "sst";
    private const string Password = "of-the-cluster";

    private const int PortsPerNode = 4;
    private static readonly TimeSpan SyncLimit = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<MariaDbServer> _nodes = [];
    private readonly List<int> _ports = [];
    private readonly MariaDbRelease _release;
    private readonly string _serversOwnBase;
    private readonly string[] _sstOptions;

    /// <summary>Makes the cluster and its first node.</summary>
    /// <exception cref="TestBedException">It does not start.</exception>
    /// <param name="release">Its version.</param>
    /// <param name="sstOptions">Lines for the section [sst] of each node's option file.</param>
    public GaleraCluster(MariaDbRelease release, params string[] sstOptions)
    {
        _release = release;
        _sstOptions = sstOptions;
        if (!File.Exists(Provider))
        {
            throw new TestBedException($"there is no {Provider}; run tools/setup.sh");
        }

        _serversOwnBase = ServersOwnBase(release);
        MakePrograms();
        AddNode("--wsrep-new-cluster");
        _nodes[0].Execute(
            $"CREATE USER {Account}@localhost IDENTIFIED BY '{Password}'",
            $"GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR ON *.* TO {Account}@localhost");
    }

    /// <summary>The node that the cluster began with.</summary>
    public MariaDbServer First => _nodes[0];

    private string Programs => _directory["bin"];

    /// <summary>Starts one node more, which gets its state from another one, and waits until it is in step.</summary>
    public MariaDbServer Join()
    {
        var node = AddJoiner();
        Deadline.WaitFor("the new node to be in step", SyncLimit, () => IsSynced(node));
        return node;
    }

    /// <summary>Whether a node takes part and is in step.</summary>
    public static bool IsSynced(MariaDbServer node) =>
        node.QueryScalar("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'wsrep_local_state_comment'") == "Synced";

    /// <inheritdoc/>
    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _directory.Dispose();
    }

    // What the script finds first: the programs under test, and the script and the programs of this release, which need not be
    // the installed one.
    private void MakePrograms()
    {
        Directory.CreateDirectory(Programs);
        foreach (var name in (string[])["mariadb-backup", "mbstream"])
        {
            File.CreateSymbolicLink(Path.Combine(Programs, name), UnderstudyProgram.Path);
        }

        foreach (var script in Directory.EnumerateFiles(Path.Combine(_serversOwnBase, "bin"), "wsrep_sst_*"))
        {
            File.CreateSymbolicLink(Path.Combine(Programs, Path.GetFileName(script)), script);
        }

        File.CreateSymbolicLink(Path.Combine(Programs, "my_print_defaults"), _release.Program("my_print_defaults"));

        // The script sleeps so long before it sends.
        var sleep = Path.Combine(Programs, "sleep");
        File.WriteAllText(sleep, "#!/bin/sh\n[ \"$*\" != 10 ] || set -- 1\nexec /bin/sleep \"$@\"\n");
        File.SetUnixFileMode(sleep, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    // Where the server looks for its programs, which need not be where this release is run from. Programs there may not even
    // run, for want of libraries that the release's own directory provides.
    private static string ServersOwnBase(MariaDbRelease release)
    {
        var said = RunningProgram.Run(release.Program("mariadbd"), ["--no-defaults", "--help", "--verbose"]).Succeeded().Output;
        var line = said.Split('\n').First(text => text.StartsWith("basedir ", StringComparison.Ordinal));
        return line["basedir ".Length..].Trim().TrimEnd('/');
    }

    // The server puts its own programs before everything else in PATH, unless PATH holds their directory in its spelling.
    private string SearchPath() =>
        $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}:{_serversOwnBase}//bin:{_serversOwnBase}/bin";

    // A donor's error is in its own files.
    private MariaDbServer AddJoiner()
    {
        try
        {
            return AddNode();
        }
        catch (TestBedException e)
        {
            var logs = Directory.EnumerateFiles(First.DataDirectory, "mariabackup.*.log").Select(File.ReadAllText);
            throw new TestBedException($"{e.Message}\nthe donor: {First.ErrorLogTail(120)}\n{string.Join('\n', logs)}", e);
        }
    }

    private MariaDbServer AddNode(params string[] arguments)
    {
        var number = _nodes.Count + 1;
        var port = FreePorts();
        var optionFile = _directory[$"node{number}.cnf"];
        File.WriteAllLines(
            optionFile,
            ["[sst]", "sockopt = \",bind=127.0.0.1,retry=50,interval=0.2\"", .. _sstOptions, "[mysqld]", "innodb-buffer-pool-size = 64M", $"wsrep-sst-auth = \"{Account}:{Password}\""]);
        var members = string.Join(',', _ports.Select(p => $"127.0.0.1:{p}"));
        _ports.Add(port);
        var node = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = _release,
            Networking = true,
            DefaultsFile = optionFile,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["PATH"] = SearchPath(),
            },
            Arguments =
            [
                "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=0", "--wsrep-on=ON",
                $"--wsrep-provider={Provider}", "--wsrep-cluster-name=understudy-test", $"--wsrep-cluster-address=gcomm://{members}",
                $"--wsrep-node-name=node{number}", "--wsrep-node-address=127.0.0.1", "--wsrep-sst-method=mariabackup",
                $"--wsrep-sst-receive-address=127.0.0.1:{port + 3}",
                $"--wsrep-provider-options=base_host=127.0.0.1;base_port={port};gmcast.listen_addr=tcp://127.0.0.1:{port};"
                + $"ist.recv_addr=127.0.0.1:{port + 1};ist.recv_bind=127.0.0.1:{port + 1};gcache.size=16M",
                .. arguments,
            ],
        });
        _nodes.Add(node);
        return node;
    }

    // The first of some neighbouring ports that are all free.
    private static int FreePorts()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var first = Random.Shared.Next(21_000, 31_000);
            if (Enumerable.Range(first, PortsPerNode).All(IsFree))
            {
                return first;
            }
        }

        throw new TestBedException("no free ports on 127.0.0.1");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
