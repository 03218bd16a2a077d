using static Understudy.Protocol.Ticket;

namespace Understudy.Protocol;

/// <summary>The kinds of statements, with what each asks of the backup lock. Measured on 10.11 and 11.8.</summary>
public static class StatementCases
{
    private const string Reads = "reads";
    private const string Writes = "writes";
    private const string Transactions = "transactions";
    private const string Locks = "locks";
    private const string Definitions = "ddl";
    private const string Accounts = "accounts";
    private const string Administration = "administration";

    /// <summary>All kinds, by group.</summary>
    public static IReadOnlyList<StatementCase> All { get; } =
    [
        new("select", Reads, []), new("select-for-update", Reads, []), new("handler", Reads, []),
        new("check-table", Reads, []), new("checksum-table", Reads, []),

        new("insert-innodb", Writes, [TransDml, Commit]),
        new("insert-innodb-in-transaction", Writes, [TransDml]) { Rule = Rules.OpenTransactions },
        new("update-no-rows", Writes, [TransDml]) { CommitsToBinaryLog = true, IsLoggedAsStatementOnly = true },
        new("insert-aria", Writes, [TransDml, Commit]),
        new("bulk-insert-aria", Writes, [TransDml, Ddl, Commit]),
        new("insert-aria-plain", Writes, [Dml]), new("insert-myisam", Writes, [Dml]), new("insert-csv", Writes, [Dml]),
        new("insert-archive", Writes, [Dml]), new("insert-merge", Writes, [Dml]),
        new("insert-rocksdb", Writes, [Dml]) { Rule = Rules.FlushBlocksRocksDb },
        new("insert-memory", Writes, [TransDml]) { CommitsToBinaryLog = true },
        new("insert-temporary", Writes, [])
        {
            CommitsToBinaryLog = true, IsLoggedAsStatementOnly = true, Rule = Rules.TemporaryTables,
        },
        new("trigger-to-myisam", Writes, [TransDml, Dml]),
        new("next-value", Writes, [TransDml]) { CommitsToBinaryLog = true },

        new("commit", Transactions, [Commit]), new("commit-read-only", Transactions, []),
        new("rollback", Transactions, []), new("savepoint", Transactions, []),
        new("xa-prepare", Transactions, [Commit]), new("xa-commit", Transactions, [Commit]),
        new("xa-rollback", Transactions, [Commit]) { Rule = Rules.RollbackRuns },

        new("lock-tables-read", Locks, []), new("lock-tables-write-innodb", Locks, [Ddl]),
        new("lock-tables-write-myisam", Locks, [Ddl, Dml]), new("backup-lock", Locks, []), new("get-lock", Locks, []),
        new("backup-stage-start", Locks, [BlockDdl]),

        new("create-table", Definitions, [Ddl]), new("create-table-select", Definitions, [Ddl]),
        new("drop-table", Definitions, [Ddl]), new("truncate-table", Definitions, [Ddl]),
        new("rename-table", Definitions, [Ddl]), new("alter-table", Definitions, [Ddl]),
        new("alter-table-copy", Definitions, [Ddl]), new("alter-table-final-phase", Definitions, [Ddl]),
        new("alter-table-myisam", Definitions, [Ddl, Dml]), new("create-index", Definitions, [Ddl]),
        new("create-view", Definitions, [Ddl]), new("drop-view", Definitions, [Ddl]),
        new("create-trigger", Definitions, [Ddl]), new("create-procedure", Definitions, [Ddl]),
        new("create-function", Definitions, [Ddl]), new("create-event", Definitions, [Ddl]),
        new("create-sequence", Definitions, [Ddl]), new("create-database", Definitions, [Ddl]),
        new("alter-database", Definitions, [Ddl]),

        new("create-user", Accounts, [SysDml]), new("grant", Accounts, [SysDml]), new("set-password", Accounts, [SysDml]),

        new("analyze-table", Administration, [SysDml]), new("optimize-innodb", Administration, [Ddl]),
        new("optimize-myisam", Administration, [Dml]),
        new("flush-table", Administration, []) { CommitsToBinaryLog = true },
        new("flush-local-table", Administration, []), new("flush-engine-logs", Administration, []),
        new("flush-binary-logs", Administration, []), new("set-global", Administration, []),
        new("set-gtid-slave-pos", Administration, [Ddl]),
        new("general-log-row", Administration, []) { Rule = Rules.LogTablesGrow },
    ];
}
