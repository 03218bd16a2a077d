namespace Understudy.Protocol;

/// <summary>The statements about tables.</summary>
internal sealed partial class StatementPlanner
{
    private void PlanSelect(ModelTable table)
    {
        if (table.Engine == TableEngine.Temporary || RefuseUnlocked(table, isWrite: false))
        {
            return;
        }

        if (connection.LockedTables is null)
        {
            Take(LockName.On(table, TableLock.SharedRead), LockDuration.Transaction);
        }
    }

    private bool RefuseUnlocked(ModelTable table, bool isWrite)
    {
        if (connection.LockedTables is not { } locked || table.Engine == TableEngine.Temporary)
        {
            return false;
        }

        var isLocked = locked.TryGetValue(table.Name, out var mayWrite);
        return RefuseIf(!isLocked, ProtocolError.TableNotLocked, Rules.TableLocks)
            || RefuseIf(isWrite && !mayWrite, ProtocolError.TableNotLockedForWrite, Rules.TableLocks);
    }

    private void PlanInsert(ModelTable table)
    {
        if (table.Engine == TableEngine.Temporary)
        {
            return;
        }

        if (RefuseUnlocked(table, isWrite: true))
        {
            return;
        }

        if (connection.LockedTables is null)
        {
            TakeForWrite(LockName.On(table, TableLock.SharedWrite));
            if (RefuseChange())
            {
                return;
            }

            Take(table.Engine.WriteTicket()!.Value);
            Act(() => connection.OnFailure = null);
        }

        // Not only InnoDB's: the binary log's part of the transaction is written at COMMIT.
        if (connection.IsInTransaction)
        {
            Act(() => connection.HasChanges = true);
        }

        if (!connection.IsInTransaction || !table.Engine.IsTransactional())
        {
            Take(Ticket.Commit);
        }
    }

    // The transaction keeps the table's lock, unless the statement fails before it has its ticket as well.
    private void TakeForWrite(LockName table)
    {
        Act(() => connection.OnFailure = connection.Holds(table) ? null : () => connection.Release(held => held.Name == table));
        Take(table, LockDuration.Transaction);
    }

    private void PlanLockTables(ModelTable table, bool isWrite)
    {
        CommitFirst();
        Act(UnlockTables);
        if (RefuseIf(connection.Stage != Stage.None, ProtocolError.BackupLockIsActive, Rules.HolderRunsNoDdl)
            || RefuseIf(connection.HasBackupLock, ProtocolError.LockOrActiveTransaction, Rules.OneLock)
            || RefuseIf(!connection.Account.HasLockTables, ProtocolError.DatabaseAccessDenied, null)
            || RefuseIf(connection.HasReadLock && isWrite, ProtocolError.ReadLock, Rules.ReadLockBlocksWrites))
        {
            return;
        }

        Act(() => connection.OnFailure = UnlockTables);
        if (isWrite)
        {
            TakeTogether(Ticket.Ddl, LockName.On(table, TableLock.SharedNoReadWrite), LockDuration.LockTables);
            if (table.Engine.WriteTicket() is Ticket.Dml)
            {
                Take(Ticket.Dml, LockDuration.LockTables);
            }
        }
        else
        {
            Take(LockName.On(table, TableLock.SharedReadOnly), LockDuration.LockTables);
        }

        Act(() => connection.LockedTables = new Dictionary<string, bool> { [table.Name] = isWrite });
    }

    private void UnlockTables()
    {
        connection.LockedTables = null;
        connection.Release(held => held.Duration == LockDuration.LockTables);
    }

    private void PlanUnlockTables()
    {
        if (connection.LockedTables is not null)
        {
            CommitFirst();
        }

        Act(UnlockTables);
        Act(() =>
        {
            connection.HasReadLock = false;
            connection.Release(held => held.Duration == LockDuration.ReadLock);
        });
    }

    private void PlanDdl(Statement statement)
    {
        CommitFirst();
        if (connection.LockedTables is not null)
        {
            PlanDdlUnderLockTables(statement);
            return;
        }

        if (RefuseChange())
        {
            return;
        }

        if (statement.Table is not { } table)
        {
            Take(Ticket.Ddl);
            return;
        }

        var exclusive = LockName.On(table, TableLock.Exclusive);
        if (statement.Kind != StatementKind.Alter)
        {
            TakeTogether(Ticket.Ddl, exclusive, LockDuration.Statement);
            return;
        }

        TakeTogether(Ticket.Ddl, LockName.On(table, TableLock.SharedUpgradable), LockDuration.Statement);
        if (table.Engine.WriteTicket() is Ticket.Dml)
        {
            Take(Ticket.Dml);
        }

        Act(() =>
        {
            connection.Release(held => held.Name == LockName.Backup(Ticket.Ddl));
            connection.Add(LockName.Backup(Ticket.AlterCopy), LockDuration.Statement);
        });
        Take(exclusive);
        Take(Ticket.Ddl);
    }

    private void PlanDdlUnderLockTables(Statement statement)
    {
        if (statement.Table is not { } table)
        {
            RefuseIf(true, ProtocolError.LockOrActiveTransaction, Rules.TableLocks);
        }
        else if (!RefuseUnlocked(table, isWrite: true))
        {
            Take(LockName.On(table, TableLock.Exclusive));
        }
    }

    private void PlanWriteSystemTable()
    {
        if (RefuseIf(!connection.Account.IsAdministrator, ProtocolError.TableAccessDenied, null)
            || RefuseIf(connection.LockedTables is not null, ProtocolError.TableNotLocked, Rules.TableLocks)
            || RefuseChange())
        {
            return;
        }

        Take(Ticket.SysDml);
        if (connection.IsInTransaction)
        {
            Act(() => connection.HasChanges = true);
        }

        Take(Ticket.Commit);
    }

    private void PlanGrant()
    {
        CommitFirst();
        if (!RefuseIf(!connection.Account.IsAdministrator, ProtocolError.AccessDenied, null)
            && !RefuseIf(connection.LockedTables is not null, ProtocolError.TableNotLocked, Rules.TableLocks)
            && !RefuseChange())
        {
            Take(Ticket.TransDml);
            Take(Ticket.SysDml);
        }
    }

    private void PlanReplicaPosition()
    {
        if (!RefuseIf(!connection.Account.IsAdministrator, ProtocolError.PrivilegeMissing, null)
            && !RefuseIf(connection.IsInTransaction, ProtocolError.NotInTransaction, null)
            && !RefuseIf(connection.LockedTables is not null, ProtocolError.TableNotLocked, Rules.TableLocks)
            && !RefuseChange())
        {
            Take(Ticket.Ddl);
        }
    }
}
