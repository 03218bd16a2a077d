using Understudy.Fault.Tests.Support;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Stages;

/// <summary>
/// A server with much idle data and many tables, of which a backup is taken by this program and then by the stock tool, each while
/// probes write.
/// </summary>
public sealed class BusyServer : IDisposable
{
    internal const int SmallTables = 1000;
    internal const long IdleBytes = 300_000_000;
    private const int RowBytes = 10_000;

    private static readonly TimeSpan BackupLimit = TimeSpan.FromMinutes(3);

    public BusyServer()
    {
        Server = MariaDbServer.Start(
            MariaDbRelease.V10_11,
            "--log-bin=binlog",
            "--server-id=3",
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-log-file-size=64M",
            "--sync-frm=OFF",
            "--log-output=FILE",
            $"--general-log-file={LogFile}");
        try
        {
            Fill();
            Server.Execute("SET GLOBAL general_log = ON");
            TakeOurs();
            Server.Execute("SET GLOBAL general_log = OFF");
            TakeStock();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal MariaDbServer Server { get; }

    internal TemporaryDirectory Place { get; } = new();

    internal string Target => Place["ours"];

    internal BackupManifest Manifest { get; private set; } = null!;

    /// <summary>What the server was asked during this program's backup, by anybody.</summary>
    internal IReadOnlyList<LoggedStatement> Statements { get; private set; } = [];

    internal IReadOnlyList<ProbeRow> MyIsamRows { get; private set; } = [];

    internal IReadOnlyList<ProbeRow> InnoDbRows { get; private set; } = [];

    internal long PeakMemoryBytes { get; private set; }

    internal int MostDescriptors { get; private set; }

    internal Stalls Ours { get; private set; } = null!;

    internal Stalls Stock { get; private set; } = null!;

    private string LogFile => Place["general.log"];

    public void Dispose()
    {
        Server.Dispose();
        Place.Dispose();
    }

    private void Fill()
    {
        using var session = Server.Connect();
        session.Execute("SET sql_log_bin = 0");
        session.Execute("CREATE DATABASE idle");
        session.Execute("CREATE DATABASE probe");
        foreach (var engine in (string[])["MyISAM", "InnoDB"])
        {
            session.Execute($"CREATE TABLE idle.big_{engine} (n INT PRIMARY KEY, t MEDIUMBLOB NOT NULL) ENGINE={engine}");
            session.Execute($"INSERT INTO idle.big_{engine} SELECT seq, REPEAT('x', {RowBytes}) FROM idle.seq_1_to_{IdleBytes / RowBytes}");
            for (var i = 1; i <= SmallTables; i++)
            {
                session.Execute($"CREATE TABLE idle.small_{engine}_{i} (n INT PRIMARY KEY) ENGINE={engine}");
            }
        }
    }

    private void TakeOurs()
    {
        var from = new FileInfo(LogFile).Length;
        Ours = Measure("ours", () =>
        {
            using var program = UnderstudyProgram.Start(Backups.Arguments(Server, Target));
            using var watch = new ResourceWatch(program.ProcessId);
            program.WaitForEnd(BackupLimit).Succeeded();
            watch.Stop();
            (PeakMemoryBytes, MostDescriptors) = (watch.PeakMemoryBytes, watch.MostDescriptors);
        });
        Manifest = Backups.ReadManifest(Target);
        Statements = GeneralLog.Read(LogFile, from);
    }

    private void TakeStock() => Stock = Measure("stock", () => RunningProgram.Run(
        Server.Release.Program("mariadb-backup"),
        [
            "--no-defaults", "--backup", $"--target-dir={Place["stock"]}", $"--datadir={Server.DataDirectory}",
            $"--socket={Server.SocketPath}", "--user=root", "--parallel=2",
        ],
        limit: BackupLimit).Succeeded());

    private Stalls Measure(string name, Action takeBackup)
    {
        using var myIsam = new ProbeWriter(Server, $"probe.myisam_{name}", "MyISAM");
        using var innoDb = new ProbeWriter(Server, $"probe.innodb_{name}", "InnoDB");
        var from = DateTimeOffset.UtcNow;
        takeBackup();
        var to = DateTimeOffset.UtcNow;
        myIsam.Stop();
        innoDb.Stop();
        if (name == "ours")
        {
            (MyIsamRows, InnoDbRows) = (myIsam.Rows, innoDb.Rows);
        }

        return new Stalls(myIsam.LongestStall(from, to), innoDb.LongestStall(from, to), to - from);
    }
}
