using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>The general and slow log as tables: rows are appended in every stage, even under BLOCK_COMMIT.</summary>
public sealed class LogTableTests
{
    private static readonly string[] Arguments = ["--log-output=TABLE", "--general-log=1", "--slow-query-log=1", "--long-query-time=0"];

    [Theory]
    [InlineData("CSV", "10.11")]
    [InlineData("CSV", "11.8")]
    [InlineData("MyISAM", "10.11")]
    [InlineData("MyISAM", "11.8")]
    public void LogTablesUnderLoad_AreRestoredWhole(string engine, string version)
    {
        using var trip = new RoundTrip(MariaDbRelease.Find(version), Arguments);
        SetEngine(trip.Source, engine);
        using var load = new QueryLoad(trip.Source, "SELECT 'of the load'");

        trip.BackUpWith("start-copied", () => load.Await(200));
        load.Stop();
        trip.Restore().Succeeded();

        using var restored = trip.StartRestored("--general-log=0", "--slow-query-log=0");
        Assert.Empty(TableCheck.FindDamage(restored));
        foreach (var table in new[] { "general_log", "slow_log" })
        {
            Assert.True(
                int.Parse(restored.QueryScalar($"SELECT COUNT(*) FROM mysql.{table}")!) >= 200, $"mysql.{table} lacks rows of the load");
        }
    }

    /// <summary>TRUNCATE empties the file in place, and it may be longer than before when it is looked at again.</summary>
    [Theory]
    [InlineData("CSV")]
    [InlineData("MyISAM")]
    public void LogTableEmptiedAndFilledAgain_HasNoRowsOfBefore(string engine)
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, Arguments);
        SetEngine(trip.Source, engine);
        Run(trip.Source, "SELECT 'before'", 50);

        trip.BackUpWith("start-copied", () =>
        {
            trip.Source.Execute("TRUNCATE mysql.general_log");
            Run(trip.Source, "SELECT 'after'", 400);
        });
        trip.Restore().Succeeded();

        using var restored = trip.StartRestored("--general-log=0", "--slow-query-log=0");
        Assert.Empty(TableCheck.FindDamage(restored));
        Assert.Equal("0", restored.QueryScalar("SELECT COUNT(*) FROM mysql.general_log WHERE argument LIKE '%before%'"));
        Assert.Equal("400", restored.QueryScalar("SELECT COUNT(*) FROM mysql.general_log WHERE argument LIKE '%after%'"));
    }

    [Fact]
    public void LogTableRotatedAway_IsThereUnderItsNewName()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, Arguments);
        Run(trip.Source, "SELECT 'before'", 50);

        trip.BackUpWith("start-copied", () => trip.Source.Execute(
            "SET GLOBAL general_log = 0", "RENAME TABLE mysql.general_log TO mysql.general_log_1"));
        trip.Restore().Succeeded();

        Assert.False(File.Exists(Path.Combine(trip.BackupDirectory, "mysql", "general_log.CSV")), "what was renamed is left over");
        using var restored = trip.StartRestored("--general-log=0", "--slow-query-log=0", "--log-output=FILE");
        Assert.Empty(TableCheck.FindDamage(restored));
        Assert.Equal("50", restored.QueryScalar("SELECT COUNT(*) FROM mysql.general_log_1 WHERE argument LIKE '%before%'"));
    }

    /// <summary>With an index no moment can be caught without a repair; the backup says so and is good for the rest.</summary>
    [Fact]
    public void LogTableWithAnIndex_IsRepairedAfterARestore()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, Arguments);
        SetEngine(trip.Source, "MyISAM");
        trip.Source.Execute(
            "SET GLOBAL general_log = 0", "ALTER TABLE mysql.general_log ADD INDEX (event_time)", "SET GLOBAL general_log = 1");
        using var load = new QueryLoad(trip.Source, "SELECT 'of the load'");

        var result = trip.BackUpWith("start-copied", () => load.Await(200));
        load.Stop();
        trip.Restore().Succeeded();

        Assert.Contains("REPAIR TABLE", result.ErrorOutput + result.Output, StringComparison.Ordinal);
        using var restored = trip.StartRestored("--general-log=0", "--slow-query-log=0");
        restored.Execute("REPAIR TABLE mysql.general_log");
        Assert.Empty(TableCheck.FindDamage(restored));
        Assert.True(int.Parse(restored.QueryScalar("SELECT COUNT(*) FROM mysql.general_log")!) >= 200);
    }

    private static void SetEngine(MariaDbServer server, string engine)
    {
        if (engine != "CSV")
        {
            server.Execute(
                "SET GLOBAL general_log = 0",
                "SET GLOBAL slow_query_log = 0",
                $"ALTER TABLE mysql.general_log ENGINE={engine}",
                $"ALTER TABLE mysql.slow_log ENGINE={engine}",
                "SET GLOBAL general_log = 1",
                "SET GLOBAL slow_query_log = 1");
        }
    }

    private static void Run(MariaDbServer server, string query, int count)
    {
        using var session = server.Connect();
        for (var i = 0; i < count; i++)
        {
            session.Query(query);
        }
    }
}
