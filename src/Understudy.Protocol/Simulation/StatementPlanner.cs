namespace Understudy.Protocol;

/// <summary>Knows which locks a statement takes in which order, and when it is refused at once.</summary>
internal sealed partial class StatementPlanner(ModelConnection connection)
{
    internal void Plan(Statement statement)
    {
        connection.Plan.Clear();
        switch (statement.Kind)
        {
            case StatementKind.BackupStage:
                PlanStage(statement.Stage);
                break;
            case StatementKind.BackupLock:
                PlanBackupLock(statement.Table!);
                break;
            case StatementKind.BackupUnlock:
                PlanBackupUnlock();
                break;
            case StatementKind.Begin:
                CommitFirst();
                Act(UnlockTables);
                Act(() => connection.IsInTransaction = true);
                break;
            case StatementKind.Commit:
                CommitFirst();
                break;
            case StatementKind.Rollback:
                Act(connection.EndTransaction);
                break;
            case StatementKind.Select:
                PlanSelect(statement.Table!);
                break;
            case StatementKind.Insert:
                PlanInsert(statement.Table!);
                break;
            case StatementKind.LockTablesRead or StatementKind.LockTablesWrite:
                PlanLockTables(statement.Table!, statement.Kind == StatementKind.LockTablesWrite);
                break;
            case StatementKind.UnlockTables:
                PlanUnlockTables();
                break;
            case StatementKind.FlushTablesWithReadLock:
                PlanReadLock();
                break;
            case StatementKind.Truncate or StatementKind.Alter or StatementKind.CreateView:
                PlanDdl(statement);
                break;
            case StatementKind.WriteSystemTable:
                PlanWriteSystemTable();
                break;
            case StatementKind.Grant:
                PlanGrant();
                break;
            case StatementKind.SetReplicaPosition:
                PlanReplicaPosition();
                break;
            case StatementKind.FlushBinaryLogs:
                PlanFlushBinaryLogs();
                break;
            default:
                break;
        }
    }

    private bool RefuseIf(bool condition, int error, Rule? rule)
    {
        if (condition)
        {
            // What comes before, an implicit commit, is done all the same.
            Act(() => ServerModel.Fail(connection, error, rule));
        }

        return condition;
    }

    private void Take(LockName name, LockDuration duration = LockDuration.Statement) =>
        connection.Plan.AddLast(PlanStep.Lock(new HeldLock(name, duration)));

    private void Take(Ticket ticket, LockDuration duration = LockDuration.Statement) => Take(LockName.Backup(ticket), duration);

    private void TakeTogether(Ticket ticket, LockName name, LockDuration duration) => connection.Plan.AddLast(
        PlanStep.Lock(new HeldLock(name, duration), new HeldLock(LockName.Backup(ticket), duration)));

    private void Act(Action action) => connection.Plan.AddLast(PlanStep.Act(action));

    /// <summary>Commits what is open; that waits like any commit, and when it fails, all is rolled back.</summary>
    private void CommitFirst()
    {
        if (connection.HasChanges)
        {
            Act(() => connection.OnFailure = connection.EndTransaction);
            Take(Ticket.Commit);
        }

        Act(() =>
        {
            connection.OnFailure = null;
            connection.EndTransaction();
            connection.Release(held => held.Name == LockName.Backup(Ticket.Commit));
        });
    }

    private void PlanStage(Stage wanted)
    {
        CommitFirst();
        if (RefuseIf(!connection.Account.HasReload, ProtocolError.PrivilegeMissing, Rules.StagePrivilege))
        {
            return;
        }

        if (wanted == Stage.Start)
        {
            if (RefuseIf(connection.Stage != Stage.None, ProtocolError.BackupWrongStage, Rules.Order)
                || RefuseIf(connection.HasReadLock || connection.HasBackupLock, ProtocolError.ReadLock, Rules.StartNeedsNoLocks)
                || RefuseIf(connection.LockedTables is not null, ProtocolError.LockOrActiveTransaction, Rules.StartNeedsNoLocks))
            {
                return;
            }

            Take(Ticket.BlockDdl, LockDuration.Stage);
            Reach(Stage.Start, Ticket.Start);
            return;
        }

        if (RefuseIf(connection.Stage == Stage.None, ProtocolError.BackupNotRunning, Rules.Order)
            || RefuseIf(wanted <= connection.Stage, ProtocolError.BackupWrongStage, Rules.Order))
        {
            return;
        }

        if (wanted == Stage.End)
        {
            Act(() =>
            {
                connection.Stage = Stage.None;
                connection.Release(held => held.Duration == LockDuration.Stage);
            });
            return;
        }

        Act(() => connection.OnFailure = TakeBackStageTicket);
        for (var stage = connection.Stage + 1; stage <= wanted; stage++)
        {
            PlanStageStep(stage);
        }
    }

    private void PlanStageStep(Stage stage)
    {
        switch (stage)
        {
            case Stage.Flush:
                Take(Ticket.Flush, LockDuration.Stage);
                Reach(Stage.Flush, null);
                break;
            case Stage.BlockDdl:
                Take(Ticket.WaitFlush, LockDuration.Stage);
                Take(Ticket.WaitDdl, LockDuration.Stage);
                Reach(Stage.BlockDdl, null);
                break;
            default:
                Take(Ticket.WaitCommit, LockDuration.Stage);
                Reach(Stage.BlockCommit, null);
                break;
        }
    }

    /// <summary>A failed BLOCK_DDL may have gone half its way.</summary>
    private void TakeBackStageTicket()
    {
        if (connection.Holds(LockName.Backup(Ticket.WaitFlush)))
        {
            connection.Add(LockName.Backup(Ticket.Flush), LockDuration.Stage);
        }
    }

    private void Reach(Stage stage, Ticket? downgrade) => Act(() =>
    {
        connection.Stage = stage;
        if (downgrade is { } ticket)
        {
            connection.Add(LockName.Backup(ticket), LockDuration.Stage);
        }
    });

    private void PlanBackupLock(ModelTable table)
    {
        CommitFirst();
        var isAllowed = connection.Account.HasReload || connection.Account.HasLockTables;
        if (RefuseIf(!isAllowed, ProtocolError.PrivilegeMissing, Rules.LockPrivilege)
            || RefuseIf(connection.LockedTables is not null, ProtocolError.LockOrActiveTransaction, Rules.OneLock))
        {
            return;
        }

        Act(() => connection.Release(held => held.Duration == LockDuration.BackupLock));
        Take(LockName.On(table, TableLock.SharedHighPriority), LockDuration.BackupLock);
    }

    private void PlanBackupUnlock()
    {
        CommitFirst();
        var isAllowed = connection.Account.HasReload || connection.HasBackupLock;
        if (!RefuseIf(!isAllowed, ProtocolError.PrivilegeMissing, Rules.LockPrivilege))
        {
            Act(() => connection.Release(held => held.Duration == LockDuration.BackupLock));
        }
    }

    /// <summary>Refuses what would change something, where the connection's own locks forbid it.</summary>
    private bool RefuseChange() =>
        RefuseIf(connection.Stage != Stage.None, ProtocolError.BackupLockIsActive, Rules.HolderRunsNoDdl)
        || RefuseIf(connection.HasReadLock, ProtocolError.ReadLock, Rules.ReadLockBlocksWrites)
        || RefuseIf(connection.HasBackupLock, ProtocolError.ReadLock, Rules.OneLock);

    private void PlanReadLock()
    {
        CommitFirst();
        if (RefuseIf(!connection.Account.HasReload, ProtocolError.PrivilegeMissing, null)
            || RefuseIf(connection.LockedTables is not null, ProtocolError.LockOrActiveTransaction, null)
            || RefuseIf(connection.Stage != Stage.None, ProtocolError.BackupLockIsActive, Rules.HolderRunsNoDdl)
            || connection.HasReadLock)
        {
            return;
        }

        var first = LockName.Backup(Ticket.ReadLock1);
        Act(() => connection.OnFailure = () => connection.Release(held => held.Duration == LockDuration.ReadLock));
        Take(first, LockDuration.ReadLock);
        Take(Ticket.ReadLock2, LockDuration.ReadLock);
        Act(() =>
        {
            connection.Release(held => held.Name == first);
            connection.HasReadLock = true;
        });
    }

    private void PlanFlushBinaryLogs()
    {
        CommitFirst();
        RefuseIf(!connection.Account.HasReload, ProtocolError.PrivilegeMissing, null);
    }
}
