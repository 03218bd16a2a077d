namespace Understudy.Protocol.Tests.Conformance;

/// <summary>The sentences.</summary>
internal static partial class Sentences
{
    private const string Start = "BACKUP STAGE, START";
    private const string Flush = "BACKUP STAGE, FLUSH";
    private const string BlockDdl = "BACKUP STAGE, BLOCK_DDL";
    private const string End = "BACKUP STAGE, END";
    private const string Notes = "BACKUP STAGE, Notes";

    internal static IReadOnlyList<Sentence> All { get; } = [.. OfStart(), .. OfFlush(), .. OfBlockDdl(), .. OfBlockCommit(), .. OfNotes(), .. OfBackupLock()];

    private static Sentence[] OfStart() =>
    [
        new("start-logs-ddl", Start, "Start logging of DDL commands into 'datadir'/ddl.log.", """
            0: BACKUP STAGE START => ok
            1: CREATE OR REPLACE TABLE d.logged (a INT) => ok
            ddl.log: CREATE InnoDB logged => has
            0: BACKUP STAGE END => ok
            1: DROP TABLE d.logged => ok
            ddl.log: DROP => lacks
            """),
        new("start-waits-for-ddl", Start, "This may take a short time as the command has to wait until there are no active DDL commands.", """
            1: CREATE TABLE d.slow AS SELECT SLEEP(600) => busy
            0: BACKUP STAGE START => waits
            a: KILL QUERY {1} => ok
            1: => 1317
            0: => ok
            """),
        new("start-waits-for-lock-tables", Start, "This may take a short time as the command has to wait until there are no active DDL commands.", """
            1: LOCK TABLES d.innodb WRITE => ok
            0: BACKUP STAGE START => waits
            2: CREATE OR REPLACE VIEW d.v AS SELECT 1 => waits
            2: => waits
            1: INSERT INTO d.innodb VALUES (1) => ok
            1: UNLOCK TABLES => ok
            0: => ok
            2: => ok
            """)
        {
            Deviation = "not only DDL: LOCK TABLES ... WRITE is waited for as long as it lasts, and new DDL waits meanwhile",
        },
        new("start-blocks-nobody", "BACKUP STAGE, Goals", "do a majority of the backup with the minimum possible server locks", """
            0: BACKUP STAGE START => ok
            1: INSERT INTO d.innodb VALUES (1) => ok
            1: INSERT INTO d.myisam VALUES (1) => ok
            1: TRUNCATE TABLE d.myisam => ok
            1: GRANT USAGE ON *.* TO grantee@localhost => ok
            """),
    ];

    private static Sentence[] OfFlush() =>
    [
        new("flush-closes-idle-tables", Flush, "Close all tables that are not in use, to ensure they are marked as closed for the backup.", """
            1: INSERT INTO d.myisam VALUES (1) => ok
            a: SHOW OPEN TABLES FROM d LIKE 'myisam' => =d
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE FLUSH => ok
            a: SHOW OPEN TABLES FROM d LIKE 'myisam' => =NULL
            """),
        new("flush-blocks-new-write-locks", Flush, "BLOCK all new write locks for all non transactional tables (except statistics and log tables).", """
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE FLUSH => ok
            1: INSERT INTO d.myisam VALUES (1) => waits
            2: INSERT INTO d.ariaplain VALUES (1) => waits
            3: INSERT INTO d.innodb VALUES (1) => ok
            3: INSERT INTO d.aria VALUES (1) => ok
            3: ANALYZE TABLE d.innodb PERSISTENT FOR ALL => ok
            0: BACKUP STAGE END => ok
            1: => ok
            2: => ok
            """),
        new("flush-does-not-wait-for-readers", Flush, "The command will not wait for tables that are in use by read-only transactions.", """
            1: INSERT INTO d.myisam VALUES (1) => ok
            1: SELECT SLEEP(600) FROM d.myisam => busy
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE FLUSH => ok
            a: KILL QUERY {1} => ok
            """),
        new("flush-does-not-wait-for-writers", Flush, "The command will not wait for tables that are in use by read-only transactions.", """
            0: BACKUP STAGE START => ok
            1: INSERT INTO d.myisam SELECT SLEEP(600) => busy
            0: BACKUP STAGE FLUSH => ok
            a: KILL QUERY {1} => ok
            """)
        {
            Deviation = "nor for those that write them: BLOCK_DDL does that",
        },
        new("flush-allows-ddl", Flush, "DDLs don't have to be blocked at this stage. This is true also for non-transactional tables.", """
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE FLUSH => ok
            1: CREATE OR REPLACE TABLE d.n (a INT) ENGINE=MyISAM => ok
            1: TRUNCATE TABLE d.myisam => ok
            1: RENAME TABLE d.n TO d.n2 => ok
            1: DROP TABLE d.n2 => ok
            1: ALTER TABLE d.innodb COMMENT='1' => ok
            1: ALTER TABLE d.myisam COMMENT='1' => waits
            """)
        {
            Deviation = "ALTER TABLE and CREATE INDEX of a non-transactional table wait",
        },
    ];

    private static Sentence[] OfBlockDdl() =>
    [
        new("block-ddl-waits-for-writers", BlockDdl, "Wait for all statements using write locked non-transactional tables to end.", """
            0: BACKUP STAGE START => ok
            1: INSERT INTO d.myisam SELECT SLEEP(600) => busy
            0: BACKUP STAGE FLUSH => ok
            0: BACKUP STAGE BLOCK_DDL => waits
            2: INSERT INTO d.innodb VALUES (1) => ok
            2: CREATE OR REPLACE VIEW d.v AS SELECT 1 => ok
            a: KILL QUERY {1} => ok
            0: => ok
            """),
        new("block-ddl-does-not-wait-for-others", BlockDdl, "Wait for all statements using write locked non-transactional tables to end.", """
            1: INSERT INTO d.myisam VALUES (1) => ok
            1: SELECT SLEEP(600) FROM d.myisam => busy
            2: INSERT INTO d.innodb SELECT SLEEP(600) => busy
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_DDL => ok
            a: KILL QUERY {1} => ok
            a: KILL QUERY {2} => ok
            """),
        new("block-ddl-blocks-ddl", BlockDdl, "Blocks CREATE TABLE, DROP TABLE, TRUNCATE TABLE, and RENAME TABLE.", """
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_DDL => ok
            1: CREATE TABLE d.n (a INT) => waits
            2: DROP TABLE IF EXISTS d.n2 => waits
            3: TRUNCATE TABLE d.innodb => waits
            4: RENAME TABLE d.aria TO d.aria2 => waits
            5: INSERT INTO d.innodb VALUES (1) => ok
            5: GRANT USAGE ON *.* TO grantee@localhost => ok
            a: KILL QUERY {4} => ok
            4: => 1317
            a: KILL QUERY {1} => ok
            1: => 1317
            0: BACKUP STAGE END => ok
            2: => ok
            3: => ok
            """)
        {
            Deviation = "DDL of accounts (CREATE USER, GRANT) runs until BLOCK_COMMIT",
        },
        new("block-ddl-blocks-the-end-of-alter", BlockDdl, "Blocks also start off a new ALTER TABLE and the final rename phase of ALTER TABLE. Running ALTER TABLES are not blocked.", """
            1: BEGIN => ok
            1: SELECT COUNT(*) >= 0 FROM d.innodb => =1
            2: ALTER TABLE d.innodb COMMENT='2' => table
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_DDL => ok
            3: ALTER TABLE d.aria COMMENT='3' => waits
            1: COMMIT => ok
            2: => waits
            4: SELECT COUNT(*) FROM d.innodb => table
            0: BACKUP STAGE END => ok
            2: => ok
            3: => ok
            4: => ok
            """)
        {
            Deviation = "an ALTER at its end can hold its table meanwhile, for readers too",
        },
    ];
}
