using Understudy.Formats.Manifest;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>A replica is backed up; what is restored from it goes on replicating from the same primaries.</summary>
public sealed class ReplicaTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("10.11", 1, true)]
    [InlineData("11.8", 1, false)]
    [InlineData("10.11", 2, false)]
    [InlineData("11.8", 2, true)]
    public void RestoredReplica_GoesOnAndEqualsItsPrimaries(string version, int primaryCount, bool hasGtid)
    {
        var release = MariaDbRelease.Find(version);
        using var primaries = new Primaries(release, primaryCount);
        using var trip = new RoundTrip(new MariaDbServerOptions { Release = release, Networking = true, Arguments = ["--server-id=50", "--slave-parallel-threads=2"] });
        primaries.Attach(trip.Source, hasGtid);
        using var loads = primaries.Load();
        trip.Source.Execute("START ALL SLAVES");
        primaries.AwaitRows(trip.Source, 100);

        trip.BackUpWith("start-copied", () => primaries.AwaitRows(trip.Source, 50), "--replica-info");
        primaries.AwaitRows(trip.Source, 50);
        loads.Stop();
        trip.Restore().Succeeded();

        using var restored = trip.StartRestored("--skip-slave-start");
        var path = Path.Combine(trip.BackupDirectory, ManifestDocument.FileName);
        var statements = ManifestDocument.Read(File.ReadAllBytes(path), path).BackupPoint.ReplicaStatements;
        Assert.Equal(primaryCount + (hasGtid ? 1 : 0), statements.Count);
        primaries.Connect(restored);
        using var session = restored.Connect();
        foreach (var statement in statements)
        {
            session.Execute(statement.TrimEnd(';'));
        }

        session.Execute("START ALL SLAVES");
        primaries.AssertCaughtUp(restored);
    }

    private sealed class Primaries : IDisposable
    {
        private readonly List<MariaDbServer> _servers = [];

        internal Primaries(MariaDbRelease release, int count)
        {
            for (var i = 1; i <= count; i++)
            {
                var server = MariaDbServer.Start(new MariaDbServerOptions
                {
                    Release = release,
                    Networking = true,
                    Arguments = ["--log-bin=binlog", $"--server-id={i}", $"--gtid-domain-id={i}", "--binlog-format=ROW"],
                });
                _servers.Add(server);
                server.Execute(
                    "SET sql_log_bin = 0",
                    "CREATE USER repl@'127.0.0.1' IDENTIFIED BY 'secret'",
                    "GRANT REPLICATION SLAVE ON *.* TO repl@'127.0.0.1'",
                    "SET sql_log_bin = 1",
                    $"CREATE DATABASE p{i}",
                    $"CREATE TABLE p{i}.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT UNIQUE) ENGINE=InnoDB",
                    $"CREATE TABLE p{i}.m (id INT AUTO_INCREMENT PRIMARY KEY, v INT) ENGINE=MyISAM");
            }
        }

        /// <summary>Makes a new server a replica of all, from the beginning.</summary>
        internal void Attach(MariaDbServer replica, bool hasGtid)
        {
            Connect(replica);
            if (hasGtid)
            {
                using var session = replica.Connect();
                for (var i = 1; i <= _servers.Count; i++)
                {
                    session.Execute($"CHANGE MASTER {NameOf(i)} TO MASTER_USE_GTID = slave_pos");
                }
            }
        }

        /// <summary>Tells a server where the primaries are.</summary>
        internal void Connect(MariaDbServer replica)
        {
            for (var i = 1; i <= _servers.Count; i++)
            {
                replica.Execute(
                    $"CHANGE MASTER {NameOf(i)} TO MASTER_HOST='127.0.0.1', MASTER_PORT={_servers[i - 1].Port}, MASTER_USER='repl', "
                    + "MASTER_PASSWORD='secret', MASTER_USE_GTID=no, MASTER_LOG_FILE='binlog.000001', MASTER_LOG_POS=4, MASTER_CONNECT_RETRY=1");
            }
        }

        internal Loads Load() => new([.. _servers.Select((server, i) => new QueryLoad(
            server,
            $"INSERT INTO p{i + 1}.t (v) SELECT COALESCE(MAX(v), 0) + 1 FROM p{i + 1}.t",
            $"INSERT INTO p{i + 1}.m (v) VALUES (RAND() * 1000)",
            $"UPDATE p{i + 1}.t SET v = -id WHERE id % 10 = 0 AND v > 0"))]);

        /// <summary>Waits until a replica has so many rows more of each.</summary>
        internal void AwaitRows(MariaDbServer replica, int count)
        {
            var ends = Enumerable.Range(1, _servers.Count).Select(i => Rows(replica, i) + count).ToArray();
            Deadline.WaitFor("rows at the replica", Patience, () =>
            {
                ThrowIfStopped(replica);
                return Enumerable.Range(1, _servers.Count).All(i => Rows(replica, i) >= ends[i - 1]);
            });
        }

        internal void AssertCaughtUp(MariaDbServer replica)
        {
            for (var i = 1; i <= _servers.Count; i++)
            {
                foreach (var table in new[] { $"p{i}.t", $"p{i}.m" })
                {
                    var expected = Checksum(_servers[i - 1], table);
                    Deadline.TryWaitFor(Patience, () =>
                    {
                        ThrowIfStopped(replica);
                        return Checksum(replica, table) == expected;
                    });
                    Assert.Equal(expected, Checksum(replica, table));
                }
            }

            Assert.Empty(TableCheck.FindDamage(replica));
        }

        public void Dispose() => _servers.ForEach(server => server.Dispose());

        private string NameOf(int number) => _servers.Count == 1 ? "" : $"'from{number}'";

        private static string Checksum(MariaDbServer server, string table)
        {
            using var session = server.Connect();
            return $"{session.QueryScalar($"SELECT COUNT(*) FROM {table}")} {session.Query($"CHECKSUM TABLE {table}")[0][1]}";
        }

        private static long Rows(MariaDbServer replica, int number)
        {
            try
            {
                return long.Parse(replica.QueryScalar($"SELECT COUNT(*) FROM p{number}.t")!);
            }
            catch (ServerException e) when (e.Code is 1049 or 1146)
            {
                return 0; // not replicated yet
            }
        }

        private static void ThrowIfStopped(MariaDbServer replica)
        {
            using var session = replica.Connect();
            var failed = session.Query("SHOW ALL SLAVES STATUS").FirstOrDefault(row => row["Last_SQL_Errno"] != "0" || row["Last_IO_Errno"] is "1236");
            if (failed is not null)
            {
                throw new TestBedException($"the replica stopped: {failed["Last_SQL_Error"]} {failed["Last_IO_Error"]}");
            }
        }
    }

    private sealed class Loads(IReadOnlyList<QueryLoad> loads) : IDisposable
    {
        internal void Stop()
        {
            foreach (var load in loads)
            {
                load.Stop();
            }
        }

        public void Dispose()
        {
            foreach (var load in loads)
            {
                load.Dispose();
            }
        }
    }
}
