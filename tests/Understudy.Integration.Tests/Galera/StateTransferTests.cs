using Understudy.Testing;

namespace Understudy.Integration.Tests.Galera;

/// <summary>Nodes that join a Galera cluster: the server's own script runs this program as mariadb-backup and mbstream on both sides.</summary>
[Trait("Tier", "integration")]
public sealed class StateTransferTests
{
    private static readonly string[] Tables = ["inno", "aria", "myisam", "packed"];

    [Theory]
    [InlineData("10.11", 2)]
    [InlineData("11.8", 2)]
    [InlineData("10.11", 1, "compressor = 'gzip -1'", "decompressor = 'gzip -dc'")]
    [InlineData("11.8", 1, "compressor = 'gzip -1'", "decompressor = 'gzip -dc'")]
    public void Join_UnderWriteLoad_MakesNodesThatAreEqual(string version, int joiners, params string[] sstOptions)
    {
        using var cluster = new GaleraCluster(MariaDbRelease.Find(version), sstOptions);
        var first = cluster.First;
        first.Execute(
            "CREATE DATABASE g",
            "CREATE TABLE g.inno (a BIGINT PRIMARY KEY AUTO_INCREMENT, b VARCHAR(400), KEY(b(20)))",
            "CREATE TABLE g.packed (a BIGINT PRIMARY KEY AUTO_INCREMENT, b VARCHAR(400)) PAGE_COMPRESSED=1",
            "CREATE TABLE g.aria (a INT PRIMARY KEY, b VARCHAR(400)) ENGINE=Aria",
            "CREATE TABLE g.myisam (a INT PRIMARY KEY, b VARCHAR(400)) ENGINE=MyISAM",
            "INSERT INTO g.inno (b) SELECT REPEAT(CHAR(65 + seq % 26), 300) FROM g.seq_1_to_20000",
            "INSERT INTO g.packed (b) SELECT REPEAT(CHAR(65 + seq % 26), 300) FROM g.seq_1_to_2000",
            "INSERT INTO g.aria SELECT seq, REPEAT('a', 300) FROM g.seq_1_to_2000",
            "INSERT INTO g.myisam SELECT seq, REPEAT('m', 300) FROM g.seq_1_to_2000");
        using var stop = new CancellationTokenSource();
        var load = TestThread.Start("load", () => Write(first, stop.Token));

        var joined = Enumerable.Range(0, joiners).Select(_ => cluster.Join()).ToList();

        stop.Cancel();
        load.Join();
        foreach (var node in joined)
        {
            Deadline.WaitFor(
                "the same rows on both nodes",
                TimeSpan.FromMinutes(1),
                () => GaleraCluster.IsSynced(first) && Checksums(node) == Checksums(first));
            node.Execute("INSERT INTO g.inno (b) VALUES ('written here')");
        }

        Deadline.WaitFor(
            "what the new nodes wrote",
            TimeSpan.FromMinutes(1),
            () => first.QueryScalar("SELECT COUNT(*) FROM g.inno WHERE b = 'written here'") == $"{joiners}");
        var donorLogs = joined.Prepend(first).Select(node => Path.Combine(node.DataDirectory, "mariabackup.backup.log")).Where(File.Exists);
        var log = File.ReadAllText(donorLogs.First());
        Assert.Contains("Understudy", log, StringComparison.Ordinal);
        Assert.EndsWith("completed OK!", log.TrimEnd(), StringComparison.Ordinal);
        PositionsAfterPrepare_AreThoseOfTheStockTool(first);
    }

    private static void PositionsAfterPrepare_AreThoseOfTheStockTool(MariaDbServer node)
    {
        using var directory = new TemporaryDirectory();
        var (ours, stock) = (directory["ours"], directory["stock"]);
        UnderstudyProgram.Run(
            "mariadb-backup", "--no-defaults", "--backup", "--galera-info", $"--target-dir={ours}", $"--socket={node.SocketPath}", "--user=root").Succeeded();
        RunningProgram.Run("cp", ["-a", ours, stock]).Succeeded();

        var said = UnderstudyProgram.Run("mariadb-backup", "--prepare", $"--target-dir={ours}").Succeeded().ErrorOutput;
        new StockTool(node.Release).Prepare(stock).Succeeded();

        Assert.Contains("Recovered WSREP position: ", said, StringComparison.Ordinal);
        string[] names = [$"{node.Release.BackupFilePrefix}galera_info", $"{node.Release.BackupFilePrefix}galera_info_SST", "donor_galera_info"];
        Assert.All(names, name => Assert.Equal(File.ReadAllText(Path.Combine(stock, name)), File.ReadAllText(Path.Combine(ours, name))));
    }

    private static void Write(MariaDbServer server, CancellationToken end)
    {
        using var session = server.Connect();
        while (!end.IsCancellationRequested)
        {
            session.Execute("INSERT INTO g.inno (b) SELECT REPEAT(CHAR(65 + seq % 26), 200) FROM g.seq_1_to_20");
            session.Execute("INSERT INTO g.packed (b) VALUES (REPEAT('p', 300))");
            session.Execute("UPDATE g.inno SET b = CONCAT('u', LEFT(b, 200)) WHERE a % 97 = 3 LIMIT 10");
            end.WaitHandle.WaitOne(5);
        }
    }

    private static string Checksums(MariaDbServer node) => string.Join(' ', Tables.Select(
        table => node.QueryScalar($"SELECT CONCAT('{table} ', COUNT(*), ' ', COALESCE(SUM(CRC32(CONCAT(a, b))), 0)) FROM g.{table}")));
}
