using Understudy.Fault.Tests.Support;
using Understudy.Formats.Manifest;
using Xunit.Abstractions;

namespace Understudy.Fault.Tests.Stages;

/// <summary>Each stage does what belongs there and nothing else, as the server's log, the files and the writers tell.</summary>
public sealed class StageTaskTests(BusyServer fixture, ITestOutputHelper output) : IClassFixture<BusyServer>
{
    private const long Megabyte = 1_000_000;

    private static readonly string[] AllStages = ["START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT", "END"];

    private IReadOnlyList<ManifestStage> Stages => fixture.Manifest.Stages;

    [Fact]
    public void Stages_AreAskedForInOrderOnOneConnection()
    {
        var asked = fixture.Statements.Where(statement => statement.Stage is not null).ToArray();

        // A stage that is not had at once may be asked for again.
        Assert.Equal(AllStages, asked.Select(statement => statement.Stage!).Distinct(StringComparer.Ordinal));
        Assert.Equal(asked.Select(s => Array.IndexOf(AllStages, s.Stage)).Order(), asked.Select(s => Array.IndexOf(AllStages, s.Stage)));
        Assert.Single(asked.Select(statement => statement.Connection).Distinct());
        Assert.Equal(AllStages, Stages.Select(stage => stage.Name));
    }

    [Fact]
    public void TableLocks_AreTakenOnlyWhileDdlIsAllowed()
    {
        var statements = fixture.Statements.ToList();
        var start = statements.FindIndex(statement => statement.Stage == "START");
        var blockDdl = statements.FindIndex(statement => statement.Stage == "BLOCK_DDL");
        var locks = statements.FindAll(statement => statement.IsTableLock);

        Assert.NotEmpty(locks);
        Assert.All(locks, statement => Assert.InRange(statements.IndexOf(statement), start, blockDdl));
        Assert.DoesNotContain(statements[blockDdl..], statement => statement.IsTableLock);
        Assert.DoesNotContain(statements, statement => statement.Text.Contains("FLUSH TABLES", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void BlockCommit_AsksTheServerAFewThingsOnly()
    {
        var statements = fixture.Statements.ToList();
        var between = statements[statements.FindIndex(s => s.Stage == "BLOCK_COMMIT")..(statements.FindIndex(s => s.Stage == "END") + 1)]
            .Where(statement => !statement.Text.StartsWith("INSERT INTO probe.", StringComparison.Ordinal))
            .ToList();

        Assert.True(between.Count <= 40, string.Join('\n', between));
    }

    [Fact]
    public void Files_OfIdleTables_AreNotWrittenAgainFromFlushOn()
    {
        var flush = Stages[1].RequestedAt.UtcDateTime;
        var idle = Directory.GetFiles(Path.Combine(fixture.Target, "idle"));

        Assert.True(idle.Length > BusyServer.SmallTables * 5, $"{idle.Length} files");
        Assert.All(idle, path => Assert.True(File.GetLastWriteTimeUtc(path) < flush, $"{path}: {File.GetLastWriteTimeUtc(path):O}, FLUSH {flush:O}"));
    }

    [Fact]
    public void BlockCommit_WritesOnlyLogsAndSystemTables()
    {
        var from = Entered("BLOCK_COMMIT").UtcDateTime;
        var to = Stages[^1].RequestedAt.UtcDateTime;
        var written = Directory.EnumerateFiles(fixture.Target, "*", SearchOption.AllDirectories)
            .Where(path => File.GetLastWriteTimeUtc(path) >= from && File.GetLastWriteTimeUtc(path) < to)
            .Select(path => Path.GetRelativePath(fixture.Target, path));

        Assert.All(written, path => Assert.True(
            path.StartsWith("mysql/", StringComparison.Ordinal) || path.StartsWith("aria_log", StringComparison.Ordinal) || path == "ib_logfile0",
            path));
    }

    [Fact]
    public void LockedStages_CopyLittle()
    {
        foreach (var stage in Stages)
        {
            output.WriteLine($"{stage.Name}: waited {stage.WaitedSeconds} s, held {stage.HeldSeconds} s, {stage.FilesCopied} files, {stage.BytesCopied} bytes");
        }

        Assert.True(Stages[0].BytesCopied > 2 * BusyServer.IdleBytes);
        Assert.All(Stages.Skip(1).Take(3), stage =>
        {
            Assert.True(stage.BytesCopied < 6 * Megabyte, stage.ToString());
            Assert.True(stage.FilesCopied < 40, stage.ToString());
        });
    }

    [Fact]
    public void MyIsamWriter_WaitsAtMostHalfAsLongAsWithTheStockTool()
    {
        output.WriteLine($"ours:  {fixture.Ours}");
        output.WriteLine($"stock: {fixture.Stock}");

        Assert.True(fixture.Ours.MyIsam <= fixture.Stock.MyIsam / 2, $"ours {fixture.Ours}; stock {fixture.Stock}");
    }

    [Fact]
    public void Memory_IsBounded()
    {
        output.WriteLine($"peak memory {fixture.PeakMemoryBytes >> 20} MiB, {fixture.MostDescriptors} descriptors");

        Assert.InRange(fixture.PeakMemoryBytes, 1 << 20, 200L << 20);
        Assert.InRange(fixture.MostDescriptors, 10, 150);
    }

    [Fact]
    public void Restore_HoldsWhatWasWrittenUntilTheBackupTime()
    {
        using var restored = Backups.RestoreAndStart(fixture.Server, fixture.Target, fixture.Place);
        using var session = restored.Connect();

        AssertHolds("probe.myisam_ours", fixture.MyIsamRows, Stages[1].RequestedAt, Entered("BLOCK_DDL"));
        AssertHolds("probe.innodb_ours", fixture.InnoDbRows, Stages[3].RequestedAt, Entered("BLOCK_COMMIT"));
        Assert.Equal($"{BusyServer.IdleBytes / 10_000}", session.QueryScalar("SELECT COUNT(*) FROM idle.big_MyISAM"));
        Assert.Equal($"{BusyServer.IdleBytes / 10_000}", session.QueryScalar("SELECT COUNT(*) FROM idle.big_InnoDB"));

        void AssertHolds(string table, IReadOnlyList<ProbeRow> rows, DateTimeOffset blockedFrom, DateTimeOffset blocked)
        {
            Assert.Equal("OK", session.Query($"CHECK TABLE {table} EXTENDED")[^1]["Msg_text"]);
            var count = long.Parse(session.QueryScalar($"SELECT COUNT(*) FROM {table}")!);
            Assert.Equal($"{count}", session.QueryScalar($"SELECT COALESCE(MAX(n), 0) FROM {table}"));
            Assert.InRange(count, rows.Count(row => row.AcknowledgedAt < blockedFrom), rows.Count(row => row.SentAt <= blocked));
            Assert.InRange(count, 2, rows.Count - 1);
        }
    }

    private DateTimeOffset Entered(string name)
    {
        var stage = Stages.Single(s => s.Name == name);
        return stage.RequestedAt + TimeSpan.FromSeconds(stage.WaitedSeconds) + TimeSpan.FromMilliseconds(1);
    }
}
