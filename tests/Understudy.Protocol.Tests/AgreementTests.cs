using FsCheck;
using FsCheck.Fluent;
using Understudy.Protocol.Tests.Histories;
using Understudy.Protocol.Tests.Live;
using Understudy.Server;
using Understudy.Testing;
using Xunit.Abstractions;

namespace Understudy.Protocol.Tests;

/// <summary>
/// Random histories of several connections run on the model and on real servers, and both must agree on every step: who
/// ends how, who waits for which lock, and who holds which tickets.
/// </summary>
[Collection(ModelServersCollection.Name)]
[Trait("Tier", "integration")]
public sealed class AgreementTests(ModelServers servers, ITestOutputHelper output)
{
    private const string CountVariable = "UNDERSTUDY_PROTOCOL_HISTORIES";
    private const string SeedVariable = "UNDERSTUDY_PROTOCOL_SEED";
    private const int DefaultCount = 150;
    private const ulong DefaultSeed = 20_261_121;

    public static TheoryData<string> Releases => ModelServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void RandomHistories_ModelAndServer_Agree(string release)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? $"{DefaultCount}");
        var seed = ulong.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? $"{DefaultSeed}");
        using var comparison = new Comparison(servers[release]);
        Prop.ForAll(RandomHistories.Arbitrary, history =>
        {
            var difference = comparison.Run(history);
            return (difference is null).Label($"{history}\n{difference}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 1));
        output.WriteLine($"{release}: {count} histories, {comparison.Steps.Compared} steps compared, {comparison.Waits} waits, {comparison.Steps.Ambiguous} steps left out");
    }

    /// <summary>What random histories seldom come to, and what they once found.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void NamedHistories_ModelAndServer_Agree(string release)
    {
        string[] histories =
        [
            "0 BackupStage Start; 1 BackupStage Start; 2 BackupStage Start; 0 BackupStage End; 1 Kill; 2 BackupStage End",
            "0 LockTablesWrite innodb; 1 BackupStage Start; 2 Truncate myisam; 0 UnlockTables; 1 BackupStage BlockCommit",
            "0 BackupStage Start; 1 LockTablesWrite innodb; 0 BackupStage BlockCommit; 2 Insert myisam; 0 KillQuery; 1 Kill; 0 BackupStage BlockCommit",
            "0 BackupStage Start; 0 BackupStage Flush; 1 LockTablesWrite myisam; 0 BackupStage BlockDdl nowait; 0 BackupStage BlockDdl; 0 BackupStage End",
            "0 BackupStage Start; 0 BackupStage Flush; 1 Alter myisam; 0 BackupStage BlockDdl; 0 BackupStage End",
            "0 BackupStage Start; 0 BackupStage Flush; 1 LockTablesWrite myisam; 0 Insert myisam",
            "1 Begin; 1 Select innodb; 0 Alter innodb; 2 BackupStage Start; 2 BackupStage BlockDdl; 1 Commit; 2 BackupStage End",
            "1 Begin; 1 Select innodb; 0 Truncate innodb; 2 BackupStage Start; 2 BackupStage BlockDdl; 1 Commit; 2 BackupStage End",
            "1 BackupLock innodb; 0 Truncate innodb; 2 Select innodb; 1 BackupLock myisam",
            "0 BackupStage Start; 0 BackupStage BlockCommit; 1 Begin; 1 Insert innodb; 1 BackupStage Start nowait; 1 Commit",
            "0 BackupStage Start; 0 BackupStage BlockCommit; 1 Insert innodb; 2 FlushTablesWithReadLock; 2 KillQuery; 0 Kill",
            "1 FlushTablesWithReadLock; 1 LockTablesRead innodb; 1 BackupStage Start; 0 LockTablesWrite innodb; 1 UnlockTables",
            "0 BackupStage Start; 0 Begin; 0 Insert innodb; 1 Alter innodb; 1 BackupStage Start",
            "0 BackupStage Start; 0 BackupStage Flush; 1 Begin; 1 Insert myisam nowait; 2 Truncate myisam; 1 BackupStage Start",
            "0 BackupStage Start; 0 BackupStage BlockCommit; 1 Begin; 1 Insert aria nowait; 0 BackupStage End; 2 Alter aria",
            "root,nobody,locker,reload: 1 BackupStage Start; 1 BackupLock innodb; 1 BackupUnlock; 2 BackupUnlock; 2 BackupLock innodb; "
                + "2 BackupUnlock; 2 BackupStage Start; 3 BackupUnlock; 3 BackupStage Start; 3 BackupStage End",
        ];
        using var comparison = new Comparison(servers[release]);
        foreach (var text in histories)
        {
            var history = History.Parse(text);
            Assert.Equal(history.ToString(), History.Parse(history.ToString()).ToString());
            var difference = comparison.Run(history);
            Assert.True(difference is null, $"{text}\n{difference}");
            Assert.True(comparison.Steps.Ambiguous == 0, $"{text}: depends on threads");
        }

        Assert.True(comparison.Waits >= histories.Length);
    }

    /// <summary>What the model does not follow: <see cref="Rules.GrantHoldsUpChecks"/>.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void GrantUnderBlockCommit_HoldsUpReadsOfAccountsWithoutGlobalPrivileges(string release)
    {
        using var admin = servers[release].Connect();
        using var holder = servers[release].Connect();
        using var granting = servers[release].Connect();
        using var reader = ServerSession.Connect(servers[release].Connection with { User = "nobody" });
        admin.Execute("CREATE OR REPLACE TABLE d.t (a INT)");
        admin.Execute("GRANT SELECT (a) ON d.t TO nobody@localhost");
        admin.Execute("REVOKE SELECT ON d.* FROM nobody@localhost");
        holder.Execute("BACKUP STAGE START");
        holder.Execute("BACKUP STAGE BLOCK_COMMIT");
        Assert.Equal("0", reader.QueryScalar("SELECT COUNT(a) FROM d.t"));
        var waiting = TestThread.Start("grant", () => granting.Execute("GRANT USAGE ON *.* TO grantee@localhost"));
        AwaitState(admin, granting.ConnectionId, ServerProcess.WaitingForBackupLock);
        var reading = TestThread.Start("read", () => reader.QueryScalar("SELECT COUNT(a) FROM d.t"));
        AwaitState(admin, reader.ConnectionId, "checking permissions");
        holder.Execute("BACKUP STAGE END");
        waiting.Join();
        reading.Join();
        admin.Execute("GRANT SELECT ON d.* TO nobody@localhost");
        admin.Execute("DROP TABLE d.t");
    }

    private static void AwaitState(ServerSession watcher, uint connection, string state) => Deadline.WaitFor(
        state,
        TimeSpan.FromSeconds(60),
        () => watcher.QueryScalar($"SELECT STATE FROM information_schema.PROCESSLIST WHERE ID = {connection}") == state);
}
