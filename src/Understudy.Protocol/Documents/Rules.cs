namespace Understudy.Protocol;

/// <summary>The rules, each with the sentence of the server's documentation that it stands for.</summary>
public static class Rules
{
    private const string Stages = "BACKUP STAGE";
    private const string Notes = "BACKUP STAGE, Notes";
    private const string Lock = "BACKUP LOCK";

    /// <summary>One backup at a time.</summary>
    public static readonly Rule OneHolder = new(
        "one-holder", Source.Document, Notes,
        "Only one connection can run BACKUP STAGE START. If a second connection tries, it will wait until the first one "
        + "has executed BACKUP STAGE END.",
        "a second START waits until the first backup ends");

    /// <summary>START waits for DDL.</summary>
    public static readonly Rule StartWaitsForDdl = new(
        "start-waits-for-ddl", Source.Document, $"{Stages}, START",
        "This may take a short time as the command has to wait until there are no active DDL commands.",
        "START waits for running DDL and for LOCK TABLES ... WRITE, and holds up new DDL while it waits");

    /// <summary>START blocks nothing.</summary>
    public static readonly Rule StartBlocksNothing = new(
        "start-blocks-nothing", Source.Document, $"{Stages}, START",
        "Blocks purge of redo files for storage engines that needs this (Aria). Start logging of DDL commands.",
        "once START is granted, only another START waits");

    /// <summary>FLUSH blocks writers of tables that no log makes whole.</summary>
    public static readonly Rule FlushBlocksPlainWrites = new(
        "flush-blocks-plain-writes", Source.Document, $"{Stages}, FLUSH",
        "BLOCK all new write locks for all non transactional tables (except statistics and log tables).",
        "from FLUSH on, statements that write a non-transactional table wait");

    /// <summary>MyRocks counts as such a table.</summary>
    public static readonly Rule FlushBlocksRocksDb = new(
        "flush-blocks-myrocks", Source.Measured, $"{Stages}, Goals",
        "Especially for transactional tables (InnoDB, MyRocks etc) there is only need for a very short block of new commits.",
        "from FLUSH on, every write to MyRocks waits, as it does for a non-transactional table");

    /// <summary>FLUSH waits for nobody.</summary>
    public static readonly Rule FlushWaitsForNobody = new(
        "flush-waits-for-nobody", Source.Document, $"{Stages}, FLUSH",
        "The command will not wait for tables that are in use by read-only transactions.",
        "FLUSH is granted at once, beside running writers too");

    /// <summary>DDL runs at FLUSH.</summary>
    public static readonly Rule FlushAllowsDdl = new(
        "flush-allows-ddl", Source.Document, $"{Stages}, FLUSH", "DDLs don't have to be blocked at this stage.",
        "DDL runs until BLOCK_DDL");

    /// <summary>BLOCK_DDL waits for writers.</summary>
    public static readonly Rule BlockDdlWaitsForWriters = new(
        "block-ddl-waits-for-writers", Source.Document, $"{Stages}, BLOCK_DDL",
        "Wait for all statements using write locked non-transactional tables to end.",
        "BLOCK_DDL first waits for running writers of non-transactional tables, then for running DDL");

    /// <summary>BLOCK_DDL blocks DDL.</summary>
    public static readonly Rule BlockDdlBlocksDdl = new(
        "block-ddl-blocks-ddl", Source.Document, $"{Stages}, BLOCK_DDL",
        "Blocks CREATE TABLE, DROP TABLE, TRUNCATE TABLE, and RENAME TABLE. Blocks also start off a new ALTER TABLE and "
        + "the final rename phase of ALTER TABLE.",
        "from BLOCK_DDL on, DDL waits: also that of views, triggers, routines, events, sequences and databases, "
        + "LOCK TABLES ... WRITE and SET GLOBAL gtid_slave_pos");

    /// <summary>BLOCK_COMMIT waits for what commits.</summary>
    public static readonly Rule BlockCommitWaitsForCommits = new(
        "block-commit-waits-for-commits", Source.Document, $"{Stages}, BLOCK_COMMIT",
        "If there are active commits or data to be copied to the binary log this will be allowed to finish.",
        "BLOCK_COMMIT waits for commits, writers of system tables and DDL that run");

    /// <summary>BLOCK_COMMIT blocks commits.</summary>
    public static readonly Rule BlockCommitBlocksCommits = new(
        "block-commit-blocks-commits", Source.Document, $"{Stages}, BLOCK_COMMIT",
        "Lock the binary log and commit/rollback to ensure that no changes are committed to any tables.",
        "under BLOCK_COMMIT a commit of changes and a write to the binary log wait");

    /// <summary>ROLLBACK runs.</summary>
    public static readonly Rule RollbackRuns = new(
        "rollback-runs", Source.Measured, $"{Stages}, BLOCK_COMMIT",
        "Lock the binary log and commit/rollback.",
        "ROLLBACK runs in every stage; of XA, also rolling back waits under BLOCK_COMMIT");

    /// <summary>BLOCK_COMMIT blocks writes of system tables.</summary>
    public static readonly Rule BlockCommitBlocksSystemTables = new(
        "block-commit-blocks-system-tables", Source.Document, $"{Stages}, BLOCK_COMMIT",
        "Lock system log tables and statistics tables, flush them and mark them closed.",
        "under BLOCK_COMMIT writes to the tables of the mysql database wait: accounts, statistics, plugins");

    /// <summary>A waiting GRANT.</summary>
    public static readonly Rule GrantHoldsUpChecks = new(
        "grant-holds-up-checks", Source.Measured, Stages, null,
        "a GRANT or REVOKE that waits under BLOCK_COMMIT holds up every statement of an account without global privileges "
        + "that has a table's privileges checked, reads too, and the stage holder's own writes to temporary tables");

    /// <summary>Log tables grow on.</summary>
    public static readonly Rule LogTablesGrow = new(
        "log-tables-grow", Source.Measured, $"{Stages}, BLOCK_COMMIT", "Lock system log tables and statistics tables.",
        "rows are appended to the general and the slow log in every stage");

    /// <summary>Open transactions hold up nothing.</summary>
    public static readonly Rule OpenTransactions = new(
        "open-transactions", Source.Document, $"{Stages}, BLOCK_COMMIT",
        "Active transactions will not affect BLOCK_COMMIT.",
        "an open transaction, with or without changes, holds up no stage");

    /// <summary>Temporary tables.</summary>
    public static readonly Rule TemporaryTables = new(
        "temporary-tables", Source.Document, $"{Stages}, BLOCK_COMMIT",
        "This doesn't lock temporary tables that are not used by replication. However these will be blocked when it's "
        + "time to write to the binary log.",
        "temporary tables can be written in every stage unless the statement goes to the binary log");

    /// <summary>Skipped stages.</summary>
    public static readonly Rule SkippedStages = new(
        "skipped-stages", Source.Document, Notes,
        "If the user skips a BACKUP STAGE, then all intermediate backup stages will automatically be run.",
        "stages left out after START are run in order; when one fails, those before it stay reached");

    /// <summary>The order of stages.</summary>
    public static readonly Rule Order = new(
        "order", Source.Measured, $"{Stages}, Syntax", null,
        "the same stage again or an earlier one is refused with error 4147, and a stage without START with 4146; what is "
        + "held stays");

    /// <summary>Disconnecting.</summary>
    public static readonly Rule Disconnect = new(
        "disconnect", Source.Document, Notes, "A disconnect will automatically release backup stages.",
        "whatever a connection held is free when it is gone, by KILL too");

    /// <summary>Time limits.</summary>
    public static readonly Rule Timeouts = new(
        "timeouts", Source.Document, Notes,
        "One can use the max_statement_time or lock_wait_timeout system variables to ensure that a BACKUP STAGE command "
        + "doesn't block the server too long.",
        "both limit the wait for a stage, with error 1205 or 1969; the stage reached before is kept. They do not limit "
        + "how long a stage is held");

    /// <summary>The privilege for stages.</summary>
    public static readonly Rule StagePrivilege = new(
        "stage-privilege", Source.Document, $"{Stages}, Privileges", "BACKUP STAGE requires the RELOAD privilege.",
        "every stage, END too, needs RELOAD, else error 1227");

    /// <summary>What the stage connection may do.</summary>
    public static readonly Rule HolderRunsNoDdl = new(
        "holder-writes-nothing", Source.Measured, Stages, null,
        "the connection that holds a stage can read, use temporary tables, BACKUP LOCK and FLUSH; writes, DDL, LOCK "
        + "TABLES and FLUSH TABLES WITH READ LOCK are refused with error 4145");

    /// <summary>An implicit commit.</summary>
    public static readonly Rule ImplicitCommit = new(
        "implicit-commit", Source.Measured, Stages, null,
        "BACKUP STAGE, BACKUP LOCK and BACKUP UNLOCK commit the open transaction first, as DDL does");

    /// <summary>What excludes START in the same connection.</summary>
    public static readonly Rule StartNeedsNoLocks = new(
        "start-needs-no-locks", Source.Measured, Stages, null,
        "START is refused in a connection with LOCK TABLES (1192), with FLUSH TABLES WITH READ LOCK or BACKUP LOCK "
        + "(1223)");

    /// <summary>FTWRL and stages.</summary>
    public static readonly Rule ReadLockBesideStages = new(
        "read-lock-beside-stages", Source.Measured, Stages, null,
        "FLUSH TABLES WITH READ LOCK and stages of different connections do not wait for each other");

    /// <summary>FTWRL blocks writers.</summary>
    public static readonly Rule ReadLockBlocksWrites = new(
        "read-lock-blocks-writes", Source.Measured, "FLUSH", null,
        "under another connection's FLUSH TABLES WITH READ LOCK, writes, DDL and commits of changes wait");

    /// <summary>BACKUP LOCK against DDL.</summary>
    public static readonly Rule LockBlocksDdl = new(
        "lock-blocks-ddl", Source.Document, Lock, "BACKUP LOCK blocks a table from DDL statements.",
        "DDL on the table waits, and new reads and writes wait behind that DDL");

    /// <summary>BACKUP LOCK and the rest.</summary>
    public static readonly Rule LockAllowsWrites = new(
        "lock-allows-writes", Source.Document, Lock, "Normal read/write operations can continue as normal.",
        "reads, writes and LOCK TABLES run beside a BACKUP LOCK, and BACKUP LOCK beside them");

    /// <summary>One BACKUP LOCK a connection.</summary>
    public static readonly Rule OneLock = new(
        "one-lock", Source.Measured, Lock, null,
        "a connection holds one BACKUP LOCK; a second one replaces it. It does not write meanwhile (error 1223)");

    /// <summary>The privilege for BACKUP LOCK.</summary>
    public static readonly Rule LockPrivilege = new(
        "lock-privilege", Source.Document, $"{Lock}, Privileges",
        "BACKUP LOCK requires the database LOCK TABLES privileges. (Before: requires the RELOAD privilege.)",
        "BACKUP LOCK needs RELOAD, or LOCK TABLES on the database");

    /// <summary>Locks of tables.</summary>
    public static readonly Rule TableLocks = new(
        "table-locks", Source.Document, Lock,
        "Internally, BACKUP LOCK is implemented by taking an MDL_SHARED_HIGH_PRIO MDL lock on the table object.",
        "statements lock the tables they use: readers and writers side by side, LOCK TABLES and DDL against them");

    /// <summary>All rules.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        OneHolder, StartWaitsForDdl, StartBlocksNothing, FlushBlocksPlainWrites, FlushBlocksRocksDb,
        FlushWaitsForNobody, FlushAllowsDdl, BlockDdlWaitsForWriters, BlockDdlBlocksDdl, BlockCommitWaitsForCommits,
        BlockCommitBlocksCommits, RollbackRuns, BlockCommitBlocksSystemTables, GrantHoldsUpChecks, LogTablesGrow, OpenTransactions,
        TemporaryTables, SkippedStages, Order, Disconnect, Timeouts, StagePrivilege, HolderRunsNoDdl, ImplicitCommit,
        StartNeedsNoLocks, ReadLockBesideStages, ReadLockBlocksWrites, LockBlocksDdl, LockAllowsWrites, OneLock,
        LockPrivilege, TableLocks,
    ];
}
