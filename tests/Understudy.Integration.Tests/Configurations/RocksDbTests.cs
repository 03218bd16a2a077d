using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>MyRocks with its files elsewhere.</summary>
public sealed class RocksDbTests
{
    [Theory]
    [InlineData("10.11", false)]
    [InlineData("11.8", true)]
    public void DataDirectoryElsewhere_IsRestoredToItsPlaceOrInside(string version, bool relocate)
    {
        using var place = new TemporaryDirectory();
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version),
            RocksDb = true,
            Arguments = [$"--rocksdb-datadir={place["rocks"]}", $"--rocksdb-wal-dir={place["wal"]}"],
        });
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE t (id INT PRIMARY KEY, v TEXT) ENGINE=ROCKSDB",
            "INSERT INTO t SELECT seq, MD5(seq) FROM seq_1_to_20000",
            "SET GLOBAL rocksdb_force_flush_memtable_now = 1",
            "INSERT INTO t SELECT seq + 20000, MD5(seq) FROM seq_1_to_5000");

        trip.BackUpWith("start-copied", () => trip.ExecuteIn("d", "INSERT INTO t SELECT seq + 30000, MD5(seq) FROM seq_1_to_5000"));

        Assert.False(Directory.Exists(Path.Combine(place["rocks"], "mariabackup-checkpoint")), "the checkpoint is left over");
        Assert.Equal("1", trip.Source.QueryScalar("SELECT IS_FREE_LOCK('mariabackup_rocksdb_checkpoint')"));
        var state = ServerState.Capture(trip.Source);
        trip.Source.Stop();
        if (relocate)
        {
            trip.Restore("--relocate").Succeeded();
            using var restored = MariaDbServer.Start(new MariaDbServerOptions
            {
                Release = MariaDbRelease.Find(version), RocksDb = true, DataDirectory = trip.DataDirectory,
            });
            RoundTrip.AssertEqual(state, restored);
        }
        else
        {
            Directory.Move(place["rocks"], place["rocks.original"]);
            Directory.Move(place["wal"], place["wal.original"]);
            trip.Prove(state);
        }
    }
}
