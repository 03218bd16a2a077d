using Understudy.Protocol.Tests.Histories;

namespace Understudy.Protocol.Tests.Simulation;

/// <summary>What the model answers; that servers do the same is <see cref="AgreementTests"/>' business.</summary>
public sealed class ServerModelTests
{
    private readonly ServerModel _server = new(ServerLine.V11_8);

    [Fact]
    public void Run_CommitUnderBlockCommit_WaitsForTheHolderAndSaysWhy()
    {
        Play("0 BackupStage Start; 0 BackupStage BlockCommit; 1 Insert innodb");
        Assert.Same(_server.Connections[0], _server.StageHolder);
        Assert.Null(_server.Connections[1].Result);
        var obstacle = Assert.Single(_server.ObstaclesOf(_server.Connections[1]));
        Assert.Same(_server.Connections[0], obstacle.Connection);
        Assert.Same(Rules.BlockCommitBlocksCommits, obstacle.Rule);
        Assert.False(obstacle.IsPending);
        Assert.Contains("Lock the binary log and commit/rollback", obstacle.Rule.ToString());
    }

    [Fact]
    public void Disconnect_OfTheHolder_LetsEverybodyGo()
    {
        Play("0 BackupStage Start; 0 BackupStage BlockCommit; 1 Insert innodb; 2 BackupStage Start; 0 Kill");
        Assert.Equal(0, _server.Connections[1].Result);
        Assert.Equal(Stage.Start, _server.Connections[2].Stage);
        Assert.False(_server.Connections[0].IsConnected);
        Assert.Throws<InvalidOperationException>(() => _server.Run(_server.Connections[0], new Statement(StatementKind.Nothing)));
    }

    [Fact]
    public void Run_SkippedStages_StopsAtTheOneThatHasToWait()
    {
        Play("0 BackupStage Start; 1 LockTablesWrite innodb; 0 BackupStage BlockCommit");
        var holder = _server.Connections[0];
        Assert.Equal(Stage.Flush, holder.Stage);
        Assert.Equal(LockName.Backup(Ticket.WaitDdl), holder.WaitsFor);
        _server.KillQuery(holder);
        Assert.Equal(ProtocolError.Interrupted, holder.Result);
        Assert.Equal(Stage.Flush, holder.Stage);
        Play("1 UnlockTables; 0 BackupStage BlockCommit");
        Assert.Equal(Stage.BlockCommit, holder.Stage);
    }

    [Fact]
    public void Run_NewcomersBehindAPendingStage_WaitForThePendingOne()
    {
        Play("1 LockTablesWrite innodb; 0 BackupStage Start; 2 Truncate myisam");
        var obstacles = _server.ObstaclesOf(_server.Connections[2]);
        Assert.Contains(obstacles, o => o.IsPending && o.Connection == _server.Connections[0]);
    }

    [Fact]
    public void Run_TwoLetGoThatCompete_IsAmbiguous()
    {
        Play("0 BackupStage Start; 0 BackupStage BlockDdl; 1 LockTablesWrite innodb; 2 LockTablesWrite innodb");
        Assert.False(_server.IsAmbiguous);
        Play("0 BackupStage End");
        Assert.True(_server.IsAmbiguous);
    }

    [Theory]
    [InlineData("1 BackupStage Flush", ProtocolError.BackupNotRunning)]
    [InlineData("0 BackupStage Start; 1 BackupStage Start nowait", ProtocolError.LockWaitTimeout)]
    [InlineData("1 BackupStage Start; 1 BackupStage Start", ProtocolError.BackupWrongStage)]
    [InlineData("1 BackupStage Start; 1 Insert innodb", ProtocolError.BackupLockIsActive)]
    [InlineData("1 BackupLock innodb; 1 Insert myisam", ProtocolError.ReadLock)]
    [InlineData("1 LockTablesRead innodb; 1 BackupStage Start", ProtocolError.LockOrActiveTransaction)]
    public void Run_Refused_EndsWithTheServersError(string history, int error)
    {
        Play(history);
        Assert.Equal(error, _server.Connections[1].Result);
        Assert.NotNull(_server.Connections[1].Because);
    }

    private void Play(string text)
    {
        var history = History.Parse(text);
        while (_server.Connections.Count < history.Accounts.Count)
        {
            _server.Connect(history.Accounts[_server.Connections.Count]);
        }

        foreach (var step in history.Steps)
        {
            var connection = _server.Connections[step.Connection];
            switch (step.Action)
            {
                case HistoryAction.Run:
                    _server.Run(connection, step.Statement!);
                    break;
                case HistoryAction.KillQuery:
                    _server.KillQuery(connection);
                    break;
                default:
                    _server.Disconnect(connection);
                    break;
            }
        }
    }
}
