using Understudy.Testing;

namespace Understudy.Server.Tests.Reading;

[Trait("Tier", "integration")]
public sealed class GaleraPointTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void ReadBackupPoint_OnAGaleraNode_HasTheClusterPosition()
    {
        const string Provider = "/usr/lib/galera/libgalera_smm.so";
        Assert.True(File.Exists(Provider), "the package galera-4 is needed");
        using var server = MariaDbServer.Start(
            MariaDbRelease.V10_11, "--wsrep-on=ON", $"--wsrep-provider={Provider}", "--wsrep-new-cluster",
            "--wsrep-cluster-address=gcomm://", "--wsrep-gtid-domain-id=77", "--binlog-format=ROW", "--log-bin=b",
            "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:0;ist.recv_addr=127.0.0.1:0", "--server-id=5",
            "--wsrep-node-address=127.0.0.1", "--wsrep-sync-wait=15");
        using var session = server.Connect();
        Deadline.WaitFor("the node", Limit, () => Status(session, "wsrep_ready") == "ON");
        session.Execute("CREATE DATABASE d");
        session.Execute("CREATE TABLE d.t (a INT PRIMARY KEY)");
        session.Execute("INSERT INTO d.t VALUES (1)");
        using (var stages = BackupStages.Open(server.Connection))
        {
            stages.Enter(BackupStage.Start);
            stages.Enter(BackupStage.BlockDdl);
            Assert.Equal("Donor/Desynced", Status(session, "wsrep_local_state_comment"));
            stages.Enter(BackupStage.BlockCommit);
            var point = Positions.ReadBackupPoint(session);
            Assert.Equal(Status(session, "wsrep_local_state_uuid"), point.Galera!.ClusterUuid.ToString());
            Assert.Equal(Status(session, "wsrep_last_committed"), point.Galera.SequenceNumber.ToString());
            Assert.True(point.Galera.SequenceNumber >= 3);
            Assert.Equal(77u, point.Galera.GtidDomain);
            stages.End(Limit);
        }

        Deadline.WaitFor("the node", Limit, () => Status(session, "wsrep_local_state_comment") == "Synced");
    }

    private static string? Status(ServerSession session, string name) =>
        session.Query($"SHOW GLOBAL STATUS LIKE '{name}'") is [var row] ? row[1] : null;
}
