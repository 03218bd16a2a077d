using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Many tables, odd names, databases that come and go.</summary>
public sealed class NamesTests
{
    private static readonly string[] Databases =
        ["a.b", "with space", "ümläut", "日本", "x#y", "#mysql", "con", "LPT1", "select", "semi;colon", "quo'te", "dollar$", "at@sign", "back`quote", "UPPER"];

    [Theory]
    [InlineData("10.11", 0)]
    [InlineData("11.8", 1)]
    public void OddNames_AreRestored(string version, int lowerCaseTableNames)
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version),
            InstallArguments = [$"--lower-case-table-names={lowerCaseTableNames}"],
        });
        foreach (var database in Databases)
        {
            var quoted = ServerSession.QuoteName(database);
            trip.Source.Execute($"CREATE DATABASE {quoted} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
            foreach (var table in new[] { "aux", "Ta-ble ü#1", "日本.frm" })
            {
                var name = $"{quoted}.{ServerSession.QuoteName(table)}";
                trip.Source.Execute(
                    $"CREATE TABLE {name} (id INT, v INT) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 2",
                    $"INSERT INTO {name} VALUES (1, 2), (2, 3)",
                    $"CREATE TABLE {quoted}.{ServerSession.QuoteName("m" + table)} (id INT) ENGINE=MyISAM",
                    $"CREATE TABLE {quoted}.{ServerSession.QuoteName("a" + table)} (id INT) ENGINE=Aria TRANSACTIONAL=1",
                    $"INSERT INTO {quoted}.{ServerSession.QuoteName("m" + table)} VALUES (1)",
                    $"INSERT INTO {quoted}.{ServerSession.QuoteName("a" + table)} VALUES (1)");
            }
        }

        trip.Source.Execute("CREATE DATABASE empty", "CREATE DATABASE empty_too CHARACTER SET latin2");
        trip.BackUpWith("start-copied", () =>
        {
            foreach (var database in Databases)
            {
                trip.Source.Execute($"INSERT INTO {ServerSession.QuoteName(database)}.aux VALUES (3, 4)");
            }
        });

        trip.Prove(ServerState.Capture(trip.Source));
    }

    [Theory]
    [InlineData("in-start")]
    [InlineData("start-copied")]
    public void DatabaseDroppedAndMadeAgain_IsTheNewOne(string point)
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        foreach (var database in new[] { "again", "gone" })
        {
            trip.Source.Execute($"CREATE DATABASE {database} CHARACTER SET latin1");
            Fill(trip.Source, database, 1);
        }

        trip.BackUpWith(point, () =>
        {
            trip.Source.Execute("DROP DATABASE again", "DROP DATABASE gone", "CREATE DATABASE again CHARACTER SET utf8mb4", "CREATE DATABASE fresh");
            Fill(trip.Source, "again", 2);
            Fill(trip.Source, "fresh", 3);
        });

        Assert.False(Directory.Exists(Path.Combine(trip.BackupDirectory, "gone")), "a dropped database is left over");
        trip.Prove(ServerState.Capture(trip.Source));
    }

    /// <summary>More tables than a process may have files open.</summary>
    [Fact]
    public void ThreeThousandTables_AreRestored()
    {
        using var trip = new RoundTrip(
            MariaDbRelease.V11_8, "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=OFF", "--innodb-log-file-size=128M", "--aria-group-commit=soft");
        trip.Source.Execute("CREATE DATABASE d");
        var engines = new[] { "InnoDB", "MyISAM", "InnoDB", "Aria", "MyISAM", "CSV" };
        trip.ExecuteIn("d", [.. Enumerable.Range(0, 3000).SelectMany(i => new[]
        {
            $"CREATE TABLE t{i} (id INT NOT NULL) ENGINE={engines[i % engines.Length]}",
            $"INSERT INTO t{i} VALUES ({i})",
        })]);
        trip.BackUp();
        trip.Restore().Succeeded();

        using var restored = trip.StartRestored();
        using var session = restored.Connect();
        for (var i = 0; i < 3000; i++)
        {
            Assert.Equal($"{i}", session.QueryScalar($"SELECT GROUP_CONCAT(id) FROM d.t{i}"));
        }
    }

    private static void Fill(MariaDbServer server, string database, int value) => RoundTrip.Execute(
        server,
        database,
        [.. new[] { "InnoDB", "MyISAM", "Aria", "CSV" }.SelectMany(engine => new[]
        {
            $"CREATE TABLE {engine} (n INT NOT NULL) ENGINE={engine}",
            $"INSERT INTO {engine} SELECT {value} FROM seq_1_to_200",
        })]);
}
