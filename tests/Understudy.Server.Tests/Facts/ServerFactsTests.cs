using Understudy.Formats;

namespace Understudy.Server.Tests.Facts;

[Collection(ServerCollection.Name)]
[Trait("Tier", "integration")]
public sealed class ServerFactsTests(SharedServers servers)
{
    public static TheoryData<string> Releases => SharedServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Variables_OfARealServer_AreTyped(string release)
    {
        var server = servers[release];
        using var session = server.Connect();
        var variables = ServerVariables.Read(session);
        Assert.Equal(server.DataDirectory, variables.DataDirectory);
        Assert.Equal(server.DataDirectory, variables.InnoDbDataHome);
        Assert.Equal(server.DataDirectory, variables.InnoDbLogGroupHome);
        Assert.Equal(server.DataDirectory, variables.InnoDbUndoDirectory);
        Assert.Equal(server.DataDirectory, variables.AriaLogDirectory);
        Assert.Equal(server.DataDirectory + "/#rocksdb", variables.RocksDbDataDirectory);
        Assert.Equal(server.DataDirectory + "/binlog", variables.LogBinBaseName);
        Assert.Equal(server.SocketPath, variables.Socket);
        Assert.Equal(16384, variables.InnoDbPageSizeBytes);
        Assert.True(variables.InnoDbLogFileSizeBytes > 0);
        Assert.StartsWith("ibdata1:", variables.InnoDbDataFilePath, StringComparison.Ordinal);
        Assert.True(variables.LogBin);
        Assert.False(variables.WsrepOn);
        Assert.False(variables.InnoDbLogArchive);
        Assert.False(variables.InnoDbEncryptLog);
        Assert.Equal(1, variables.InnoDbFlushLogAtTrxCommit);
        Assert.Equal(7, variables.ServerId);
        Assert.NotNull(variables.ServerUid);
        Assert.Equal(0, variables.LowerCaseTableNames);
        Assert.Throws<FailureException>(() => new ServerVariables([]).DataDirectory);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Plugins_OfARealServer_HaveTheEngines(string release)
    {
        using var session = servers[release].Connect();
        var plugins = ServerPlugins.Read(session);
        Assert.True(plugins.HasRocksDb);
        Assert.True(plugins.HasEngine("innodb"));
        Assert.Contains("Aria", plugins.ActiveEngines);
        Assert.Null(plugins.Encryption);
        Assert.Empty(plugins.CompressionProviders);
        session.Execute("INSTALL SONAME 'provider_lz4'");
        Assert.Equal("provider_lz4.so", Assert.Single(ServerPlugins.Read(session).CompressionProviders).Library);
        session.Execute("UNINSTALL SONAME 'provider_lz4'");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void InnoDbStatus_AfterAWrite_HasMovedAndIsInOrder(string release)
    {
        using var session = servers[release].Connect();
        var before = InnoDbStatus.Read(session);
        session.Execute("CREATE DATABASE IF NOT EXISTS facts");
        session.Execute("CREATE OR REPLACE TABLE facts.t (a INT)");
        session.Execute("INSERT INTO facts.t VALUES (1)");
        var after = InnoDbStatus.Read(session);
        Assert.True(after.LsnCurrent > before.LsnCurrent);
        Assert.True(after.LsnFlushed <= after.LsnCurrent);
        Assert.True(after.LastCheckpoint <= after.LsnFlushed);
        Assert.True(before.LastCheckpoint.Value > 0);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void OpenTables_TableLockedElsewhere_IsInUse(string release)
    {
        var server = servers[release];
        using var session = server.Connect();
        using var holder = server.Connect();
        holder.Execute("CREATE DATABASE IF NOT EXISTS facts");
        holder.Execute("CREATE OR REPLACE TABLE facts.used (a INT)");
        Assert.DoesNotContain(OpenTables.ReadInUse(session), t => t.Table == "used");
        holder.Execute("LOCK TABLES facts.used READ");
        var table = Assert.Single(OpenTables.ReadInUse(session), t => t.Table == "used");
        Assert.Equal(("facts", 1), (table.Database, table.InUse));
    }
}
