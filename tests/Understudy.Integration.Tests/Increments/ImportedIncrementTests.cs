using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>
/// IMPORT TABLESPACE sets the LSN of every page to 0. The stock tool takes such pages for old ones, and its increment has none of
/// them; ours has them all, also when the stock tool merges it.
/// </summary>
public sealed class ImportedIncrementTests
{
    [Fact]
    public void TableImportedSinceTheBase_IsInOurIncrementAndNotInThatOfTheStockTool()
    {
        var release = MariaDbRelease.V10_11;
        var options = new MariaDbServerOptions { Release = release };
        using var place = new TemporaryDirectory();
        using var source = MariaDbServer.Start(options);
        var tools = new IncrementTools(release);
        source.Execute("CREATE DATABASE test");
        RoundTrip.Execute(
            source,
            "test",
            "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(200), KEY (v))",
            "INSERT INTO t SELECT seq, MD5(seq) FROM seq_1_to_20000",
            "CREATE TABLE again (id INT PRIMARY KEY, v VARCHAR(200))",
            "INSERT INTO again SELECT seq, MD5(seq + 1) FROM seq_1_to_20000",
            "CREATE TABLE new LIKE t");
        Export(source, place, "t");
        tools.BackUp(stock: false, source, place["ours"]).Succeeded();
        tools.BackUp(stock: true, source, place["stock"]).Succeeded();

        // A table that the base has empty, and one that it has, longer, under the same tablespace id.
        Import(source, place, "t", "new");
        RoundTrip.Execute(source, "test", "DELETE FROM again WHERE id > 10000", "OPTIMIZE TABLE again");
        Export(source, place, "again");
        RoundTrip.Execute(source, "test", "INSERT INTO again SELECT seq, MD5(seq) FROM seq_30001_to_60000");
        IncrementScript.Flush(source);
        tools.BackUp(stock: false, source, place["middle"], place["ours"]).Succeeded();
        Import(source, place, "again", "again");
        RoundTrip.Execute(source, "test", "UPDATE again SET v = 'x' WHERE id % 100 = 0");
        IncrementScript.Flush(source);
        tools.BackUp(stock: false, source, place["ours-1"], place["middle"]).Succeeded();
        tools.BackUp(stock: true, source, place["stock-1"], place["stock"]).Succeeded();
        var expected = ServerState.Capture(source);
        source.Stop();

        foreach (var isStock in (bool[])[false, true])
        {
            var directory = IncrementTools.Copy(place["ours"], place[$"by-{isStock}"]);
            tools.Prepare(isStock, directory).Succeeded();
            tools.Prepare(isStock, directory, IncrementTools.Copy(place["middle"], place[$"middle-{isStock}"])).Succeeded();
            tools.Prepare(isStock, directory, IncrementTools.Copy(place["ours-1"], place[$"last-{isStock}"])).Succeeded();
            tools.PutBack(directory, place[$"restored-{isStock}"]);
            using var restored = MariaDbServer.Start(options with { DataDirectory = place[$"restored-{isStock}"] });
            RoundTrip.AssertEqual(expected, restored);
        }

        tools.Prepare(stock: true, place["stock"]).Succeeded();
        tools.Prepare(stock: true, place["stock"], place["stock-1"]).Succeeded();
        tools.PutBack(place["stock"], place["lost"]);
        using var lost = MariaDbServer.Start(options with { DataDirectory = place["lost"] });
        Assert.NotEmpty(ServerState.Capture(lost).DifferencesFrom(expected));
    }

    private static void Export(MariaDbServer server, TemporaryDirectory place, string table)
    {
        using var session = server.Connect();
        session.Execute($"FLUSH TABLES test.{table} FOR EXPORT");
        foreach (var extension in (string[])[".ibd", ".cfg"])
        {
            File.Copy($"{server.DataDirectory}/test/{table}{extension}", place[table + extension]);
        }
    }

    private static void Import(MariaDbServer server, TemporaryDirectory place, string from, string table)
    {
        RoundTrip.Execute(server, "test", $"ALTER TABLE {table} DISCARD TABLESPACE");
        foreach (var extension in (string[])[".ibd", ".cfg"])
        {
            File.Copy(place[from + extension], $"{server.DataDirectory}/test/{table}{extension}");
        }

        RoundTrip.Execute(server, "test", $"ALTER TABLE {table} IMPORT TABLESPACE");
    }
}
