using FsCheck;
using FsCheck.Fluent;

namespace Understudy.Protocol.Tests.Histories;

/// <summary>Random histories, and how they shrink.</summary>
public static class RandomHistories
{
    private const int ConnectionsMax = 5;
    private const int StepsMax = 12;

    private static readonly Gen<Account> AnyAccount = Gen.Frequency(
        (15, Gen.Constant(History.AccountsByName["root"])),
        (1, Gen.Constant(History.AccountsByName["reload"])),
        (1, Gen.Constant(History.AccountsByName["locker"])),
        (1, Gen.Constant(History.AccountsByName["nobody"])));

    private static readonly Gen<ModelTable> AnyTable = Gen.Frequency(
        (4, Gen.Constant(History.Tables["innodb"])),
        (4, Gen.Constant(History.Tables["myisam"])),
        (2, Gen.Constant(History.Tables["aria"])),
        (2, Gen.Constant(History.Tables["ariaplain"])));

    private static readonly Gen<Statement> AnyStage =
        Gen.Elements(Stage.Start, Stage.Start, Stage.Start, Stage.Flush, Stage.BlockDdl, Stage.BlockCommit, Stage.End)
            .Select(stage => new Statement(StatementKind.BackupStage, Stage: stage));

    private static readonly Gen<Statement> AnyStatement = Gen.Frequency(
        (14, AnyStage),
        (12, OnTable(StatementKind.Insert)),
        (2, Gen.Constant(new Statement(StatementKind.Insert, History.Tables["temporary"]))),
        (4, OnTable(StatementKind.Select)),
        (5, Gen.Constant(new Statement(StatementKind.Begin))),
        (4, Gen.Constant(new Statement(StatementKind.Commit))),
        (2, Gen.Constant(new Statement(StatementKind.Rollback))),
        // Of other engines there is a lock below the table's name, which is not part of the protocol. Whoever writes to an empty
        // Aria table keeps it to himself by that lock, so none is emptied.
        (2, Gen.Constant(new Statement(StatementKind.LockTablesRead, History.Tables["innodb"]))),
        (3, OnTable(StatementKind.LockTablesWrite)),
        (3, Gen.Constant(new Statement(StatementKind.UnlockTables))),
        (3, OnTable(StatementKind.BackupLock)),
        (2, Gen.Constant(new Statement(StatementKind.BackupUnlock))),
        (2, Gen.Constant(new Statement(StatementKind.FlushTablesWithReadLock))),
        (4, OnTable(StatementKind.Truncate).Where(statement => statement.Table != History.Tables["aria"])),
        (4, OnTable(StatementKind.Alter)),
        (2, Gen.Constant(new Statement(StatementKind.CreateView))),
        (2, Gen.Constant(new Statement(StatementKind.WriteSystemTable))),
        (1, Gen.Constant(new Statement(StatementKind.SetReplicaPosition))),
        (1, Gen.Constant(new Statement(StatementKind.FlushBinaryLogs))));

    private static Gen<Statement> OnTable(StatementKind kind) => AnyTable.Select(table => new Statement(kind, table));

    /// <summary>Without it, most histories would be over before there is anything to wait for.</summary>
    private static readonly Gen<HistoryStep[]> Beginning = Gen.Elements<HistoryStep[]>(
        [],
        [OfFirst(Stage.Start)],
        [OfFirst(Stage.Start), OfFirst(Stage.Flush)],
        [OfFirst(Stage.Start), OfFirst(Stage.BlockDdl)],
        [OfFirst(Stage.Start), OfFirst(Stage.BlockCommit)]);

    /// <summary>Up to five connections and twelve steps.</summary>
    public static Arbitrary<History> Arbitrary { get; } = Arb.From(Generator(), Shrink);

    private static HistoryStep OfFirst(Stage stage) =>
        new(0, HistoryAction.Run, new Statement(StatementKind.BackupStage, Stage: stage));

    private static Gen<History> Generator() =>
        from connections in Gen.Choose(2, ConnectionsMax)
        from accounts in Gen.ArrayOf(AnyAccount, connections)
        from steps in Gen.Choose(2, StepsMax)
        from prefix in Beginning
        from history in Gen.ArrayOf(Step(connections), steps)
        select new History(accounts, [.. prefix.Concat(history).Take(StepsMax)]);

    private static Gen<HistoryStep> Step(int connections) =>
        from connection in Gen.Choose(0, connections - 1)
        from action in Gen.Frequency(
            (30, Gen.Constant(HistoryAction.Run)), (1, Gen.Constant(HistoryAction.KillQuery)), (1, Gen.Constant(HistoryAction.Kill)))
        from statement in AnyStatement
        from isImpatient in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select action == HistoryAction.Run
            ? new HistoryStep(connection, action, statement with { IsImpatient = isImpatient })
            : new HistoryStep(connection, action);

    private static IEnumerable<History> Shrink(History history)
    {
        for (var i = history.Steps.Count - 1; i >= 0; i--)
        {
            yield return history with { Steps = [.. history.Steps.Where((_, at) => at != i)] };
        }

        for (var i = 0; i < history.Accounts.Count; i++)
        {
            if (history.Accounts[i] != Account.Administrator)
            {
                yield return history with { Accounts = [.. history.Accounts.Select((a, at) => at == i ? Account.Administrator : a)] };
            }
        }
    }
}
