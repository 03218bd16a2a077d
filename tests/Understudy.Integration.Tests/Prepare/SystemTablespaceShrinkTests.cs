using Understudy.Engine;
using Understudy.Engine.Prepare;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.PageCompare;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>A redo log in which the server (11.2 and later) cuts off the end of the system tablespace when it starts.</summary>
[Trait("Tier", "integration")]
public sealed class SystemTablespaceShrinkTests
{
    private const long ShrunkBytes = 12 << 20;
    private const long LeftoverBytes = 16 << 20;

    private static readonly string[] Options =
        ["--innodb-file-per-table=OFF", "--innodb-adaptive-flushing=OFF", "--innodb-max-dirty-pages-pct=99"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // as if the machine had gone down after the log was written and before the file was cut
    public void Prepare_LogThatShrinksTheSystemTablespace_LeavesWhatTheStockToolLeaves(bool isFileLong)
    {
        using var work = new TemporaryDirectory();
        var stock = new StockTool(MariaDbRelease.V11_8);
        MakeBackup(work, stock);
        if (isFileLong)
        {
            using var file = File.OpenWrite(work["backup/ibdata1"]);
            file.SetLength(LeftoverBytes);
        }

        RunningProgram.Run("/bin/cp", ["-a", work["backup"], work["ours"]]).Succeeded();
        stock.Prepare(work["backup"]).Succeeded();

        var result = PrepareOperation.Run(
            new PrepareOptions { Directory = work["ours"] }, new OperationProgress(), CancellationToken.None);

        Assert.Contains(result.Records, record => record is { Key: "TRIM_PAGES", Value: > 0 });
        var report = DirectoryComparison.Run(work["backup"], work["ours"], EncryptionKeys.None);
        Assert.True(report.DifferenceCount == 0, string.Join('\n', report.Differences.Append(report.Summary)));
        Assert.Equal(new FileInfo(work["backup/ibdata1"]).Length, new FileInfo(work["ours/ibdata1"]).Length);
        PreparedServer.AssertIsSound(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V11_8,
            DataDirectory = work["ours"],
            Arguments = Options,
        });
    }

    private static void MakeBackup(TemporaryDirectory work, StockTool stock)
    {
        using var first = MariaDbServer.Start(MariaDbRelease.V11_8, Options);
        first.Execute(
            "CREATE DATABASE d",
            "CREATE TABLE d.kept (n INT PRIMARY KEY, t VARCHAR(200))",
            "INSERT INTO d.kept SELECT seq, REPEAT('k', 150) FROM d.seq_1_to_1000",
            "CREATE TABLE d.big (n INT PRIMARY KEY, t VARCHAR(2000))",
            "INSERT INTO d.big SELECT seq, REPEAT('b', 1500) FROM d.seq_1_to_12000",
            "DROP TABLE d.big",
            "SET GLOBAL innodb_max_purge_lag_wait=0");
        Assert.True(new FileInfo(first.DataDirectory + "/ibdata1").Length > ShrunkBytes);
        first.Stop();

        using var server = MariaDbServer.StartOn(
            first.DataDirectory, MariaDbRelease.V11_8, [.. Options, "--innodb-data-file-path=ibdata1:12M:autoextend:autoshrink"]);
        Assert.Equal(ShrunkBytes, new FileInfo(first.DataDirectory + "/ibdata1").Length);
        server.Execute(
            "CREATE TABLE d.later SELECT * FROM d.kept",
            "INSERT INTO d.later SELECT n + 3000, REPEAT('w', 190) FROM d.kept",
            "DELETE FROM d.later WHERE n % 3 = 0");
        stock.Backup(server, work["backup"]).Succeeded();
        Assert.InRange(new FileInfo(work["backup/ibdata1"]).Length, ShrunkBytes, LeftoverBytes);
    }
}
