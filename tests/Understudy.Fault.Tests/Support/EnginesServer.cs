using Understudy.Testing;

namespace Understudy.Fault.Tests.Support;

/// <summary>A server with a small table of every engine and a binary log, for a class of tests that leave it as it is.</summary>
public sealed class EnginesServer : IDisposable
{
    internal static readonly string[] Engines = ["InnoDB", "MyISAM", "Aria", "ROCKSDB", "CSV", "ARCHIVE"];

    public EnginesServer()
    {
        Server = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V10_11,
            RocksDb = true,
            Arguments = ["--log-bin=binlog", "--server-id=3", "--plugin-load-add=ha_archive", "--plugin-load-add=metadata_lock_info"],
        });
        try
        {
            Fill();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal MariaDbServer Server { get; }

    /// <summary>Where backups of the class go.</summary>
    internal TemporaryDirectory Place { get; } = new();

    internal string CheckpointDirectory => Path.Combine(Server.DataDirectory, "#rocksdb", "mariabackup-checkpoint");

    public void Dispose()
    {
        Server.Dispose();
        Place.Dispose();
    }

    private void Fill()
    {
        Server.Execute("CREATE DATABASE f");
        foreach (var engine in Engines)
        {
            Server.Execute(
                $"CREATE TABLE f.{engine} (n INT NOT NULL, t VARCHAR(200) NOT NULL) ENGINE={engine}",
                $"INSERT INTO f.{engine} SELECT seq, REPEAT('x', 100) FROM f.seq_1_to_1000");
        }
    }
}
