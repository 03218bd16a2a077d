namespace Understudy.Protocol.Tests.Conformance;

/// <summary>The sentences about BLOCK_COMMIT, the notes, and BACKUP LOCK.</summary>
internal static partial class Sentences
{
    private const string BlockCommit = "BACKUP STAGE, BLOCK_COMMIT";
    private const string Lock = "BACKUP LOCK";

    private static Sentence[] OfBlockCommit() =>
    [
        new("block-commit-blocks-commit", BlockCommit, "Lock the binary log and commit/rollback to ensure that no changes are committed to any tables.", """
            1: BEGIN => ok
            1: INSERT INTO d.innodb VALUES (1) => ok
            2: BEGIN => ok
            2: INSERT INTO d.innodb VALUES (1) => ok
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: COMMIT => waits
            2: ROLLBACK => ok
            2: INSERT INTO d.aria VALUES (1) => waits
            a: FLUSH BINARY LOGS => ok
            0: BACKUP STAGE END => ok
            1: => ok
            2: => ok
            """)
        {
            Deviation = "ROLLBACK runs, and the binary log can be rotated",
        },
        new("block-commit-open-transactions", BlockCommit, "Active transactions will not affect BLOCK_COMMIT.", """
            1: BEGIN => ok
            1: INSERT INTO d.innodb VALUES (1) => ok
            2: BEGIN => ok
            2: INSERT INTO d.myisam VALUES (1) => ok
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: INSERT INTO d.innodb VALUES (2) => ok
            """),
        new("block-commit-temporary-tables", BlockCommit, "This doesn't lock temporary tables that are not used by replication. However these will be blocked when it's time to write to the binary log.", """
            1: DROP TEMPORARY TABLE d.temporary => ok
            1: SET SESSION binlog_format=STATEMENT => ok
            1: CREATE TEMPORARY TABLE d.replicated (a INT) => ok
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            2: INSERT INTO d.temporary VALUES (1) => ok
            1: INSERT INTO d.replicated VALUES (1) => waits
            """),
        new("block-commit-system-tables", BlockCommit, "Lock system log tables and statistics tables, flush them and mark them closed.", """
            1: SET GLOBAL log_output='TABLE' => ok
            1: SET GLOBAL general_log=1 => ok
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            2: ANALYZE TABLE d.innodb PERSISTENT FOR ALL => waits
            1: DO 'a row under BLOCK_COMMIT' => ok
            a: SELECT COUNT(*) > 0 FROM mysql.general_log WHERE argument LIKE 'DO%a row under BLOCK\_COMMIT%' => =1
            1: SET GLOBAL general_log=0 => ok
            1: SET GLOBAL log_output='FILE' => ok
            0: BACKUP STAGE END => ok
            2: => ok
            1: TRUNCATE TABLE mysql.general_log => ok
            """)
        {
            Deviation = "rows are still appended to the log tables",
        },
        new("block-commit-redo-goes-on", BlockCommit, "Transactional engines will continue to do changes to the redo log during the BLOCK COMMIT stage.", """
            1: BEGIN => ok
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            a: SELECT VARIABLE_VALUE INTO @before FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'Innodb_lsn_current' => ok
            1: INSERT INTO d.innodb VALUES (2) => ok
            a: SELECT VARIABLE_VALUE > @before FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'Innodb_lsn_current' => =1
            """),
        new("end-ends-ddl-logging", End, "The END stage is designed for the following tasks: End DDL logging", """
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE END => ok
            1: CREATE OR REPLACE VIEW d.v AS SELECT 1 => ok
            ddl.log: VIEW => lacks
            """),
        new("end-frees", End, "The END stage is designed for the following tasks: Free resources", """
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: INSERT INTO d.innodb VALUES (1) => waits
            2: BACKUP STAGE START => waits
            0: BACKUP STAGE END => ok
            1: => ok
            2: => ok
            a: SELECT COUNT(*) FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =0
            2: BACKUP STAGE END => ok
            """),
    ];

    private static Sentence[] OfNotes() =>
    [
        new("one-holder", Notes, "Only one connection can run BACKUP STAGE START. If a second connection tries, it will wait until the first one has executed BACKUP STAGE END.", """
            0: BACKUP STAGE START => ok
            1: BACKUP STAGE START => waits
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: => waits
            0: BACKUP STAGE END => ok
            1: => ok
            """),
        new("skipped-stages-run", Notes, "If the user skips a BACKUP STAGE, then all intermediate backup stages will automatically be run.", """
            0: BACKUP STAGE START => ok
            1: LOCK TABLES d.innodb WRITE => ok
            0: SET STATEMENT lock_wait_timeout=1 FOR BACKUP STAGE BLOCK_COMMIT => 1205
            a: SELECT LOCK_MODE FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =MDL_BACKUP_FLUSH
            1: UNLOCK TABLES => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: CREATE OR REPLACE VIEW d.v AS SELECT 1 => waits
            """),
        new("order-of-stages", "BACKUP STAGE, Syntax", "BACKUP STAGE [START | FLUSH | BLOCK_DDL | BLOCK_COMMIT | END ]", """
            0: BACKUP STAGE FLUSH => 4146
            0: BACKUP STAGE END => 4146
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE START => 4147
            0: BACKUP STAGE BLOCK_DDL => ok
            0: BACKUP STAGE FLUSH => 4147
            0: BACKUP STAGE NONSENSE => 4149
            0: BACKUP STAGE END => ok
            0: BACKUP STAGE END => 4146
            """),
        new("time-limits", Notes, "One can use the max_statement_time or lock_wait_timeout system variables to ensure that a BACKUP STAGE command doesn't block the server too long.", """
            1: LOCK TABLES d.innodb WRITE => ok
            0: SET STATEMENT max_statement_time=0.2 FOR BACKUP STAGE START => 1969
            0: SET STATEMENT lock_wait_timeout=0 FOR BACKUP STAGE START => 1205
            1: UNLOCK TABLES => ok
            0: SET STATEMENT max_statement_time=0.2 FOR BACKUP STAGE START => ok
            0: DO SLEEP(0.5) => ok
            0: BACKUP STAGE FLUSH => ok
            """)
        {
            Deviation = "they limit the wait for a stage only, not for how long it is held",
        },
        new("ddl-log-in-community", Notes, "DDL logging is only be available from MariaDB 10.11.8, 11.0.6, 11.1.5, 11.2.4, or in MariaDB Enterprise Server. (Before: only in Enterprise Server.)", """
            0: BACKUP STAGE START => ok
            1: CREATE OR REPLACE VIEW d.v AS SELECT 1 => ok
            ddl.log: VIEW => has
            """),
        new("disconnect-releases", Notes, "A disconnect will automatically release backup stages.", """
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: INSERT INTO d.innodb VALUES (1) => waits
            2: BACKUP STAGE START => waits
            a: KILL {0} => ok
            1: => ok
            2: => ok
            """),
        new("current-stage", Notes, "There is no easy way to see which is the current stage.", """
            0: BACKUP STAGE START => ok
            a: SELECT LOCK_MODE FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =MDL_BACKUP_START
            0: BACKUP STAGE FLUSH => ok
            a: SELECT LOCK_MODE FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =MDL_BACKUP_FLUSH
            0: BACKUP STAGE BLOCK_DDL => ok
            a: SELECT LOCK_MODE FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =MDL_BACKUP_WAIT_DDL
            0: BACKUP STAGE BLOCK_COMMIT => ok
            a: SELECT LOCK_MODE FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =MDL_BACKUP_WAIT_COMMIT
            """)
        {
            Deviation = "the plugin metadata_lock_info shows it",
        },
        new("stage-privilege", "BACKUP STAGE, Privileges", "BACKUP STAGE requires the RELOAD privilege.", """
            n: BACKUP STAGE START => 1227
            l: BACKUP STAGE END => 1227
            r: BACKUP STAGE START => ok
            r: BACKUP STAGE BLOCK_COMMIT => ok
            r: BACKUP STAGE END => ok
            """),
        new("snapshots-and-writes", "Storage Snapshots and BACKUP STAGE Statements", "the above set of commands will not block or be blocked by write operations to transactional tables", """
            1: INSERT INTO d.innodb SELECT SLEEP(600) => busy
            0: BACKUP STAGE START => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            2: INSERT INTO d.innodb VALUES (1) => waits
            a: KILL QUERY {1} => ok
            0: BACKUP STAGE END => ok
            2: => ok
            """)
        {
            Deviation = "under BLOCK_COMMIT their commits wait",
        },
    ];

    private static Sentence[] OfBackupLock() =>
    [
        new("lock-blocks-ddl", Lock, "BACKUP LOCK blocks a table from DDL statements.", """
            0: BACKUP LOCK d.innodb => ok
            1: ALTER TABLE d.innodb COMMENT='4' => table
            2: TRUNCATE TABLE d.aria => ok
            0: BACKUP UNLOCK => ok
            1: => ok
            """),
        new("lock-allows-reads-and-writes", Lock, "Normal read/write operations can continue as normal.", """
            0: BACKUP LOCK d.myisam => ok
            1: INSERT INTO d.myisam VALUES (1) => ok
            1: LOCK TABLES d.myisam WRITE => ok
            1: UNLOCK TABLES => ok
            2: TRUNCATE TABLE d.myisam => table
            1: SELECT COUNT(*) FROM d.myisam => table
            0: BACKUP UNLOCK => ok
            1: => ok
            2: => ok
            """)
        {
            Deviation = "until DDL waits for the table: then new reads and writes wait behind it",
        },
        new("lock-in-every-stage", "BACKUP LOCK, Usage in a Backup Tool", "This ensures that all files are from the same generation, that is created at the same time by the MariaDB server.", """
            0: BACKUP STAGE START => ok
            1: BACKUP LOCK d.myisam => ok
            0: BACKUP STAGE BLOCK_COMMIT => ok
            1: BACKUP LOCK d.innodb => ok
            2: BACKUP LOCK d.innodb => ok
            1: BACKUP UNLOCK => ok
            0: BACKUP LOCK d.nowhere => ok
            """),
        new("lock-privilege", "BACKUP LOCK, Privileges", "BACKUP LOCK requires the database LOCK TABLES privileges. (Before: requires the RELOAD privilege.)", """
            n: BACKUP LOCK d.innodb => 1227
            l: BACKUP UNLOCK => 1227
            l: BACKUP LOCK d.innodb => ok
            l: BACKUP UNLOCK => ok
            r: BACKUP LOCK d.innodb => ok
            """)
        {
            Deviation = "either is enough",
        },
        new("lock-on-its-own-connection", "BACKUP LOCK, Notes", "One should use different connections for BACKUP STAGE commands and BACKUP LOCK/UNLOCK.", """
            0: BACKUP LOCK d.innodb => ok
            0: BACKUP STAGE START => 1223
            0: INSERT INTO d.myisam VALUES (1) => 1223
            0: LOCK TABLES d.myisam READ => 1192
            0: BACKUP UNLOCK => ok
            0: BACKUP STAGE START => ok
            """),
        new("lock-is-an-mdl", "BACKUP LOCK, Implementation", "BACKUP LOCK is implemented by taking an MDLSHARED_HIGH_PRIO MDL lock on the table object.", """
            0: BACKUP LOCK d.innodb => ok
            a: SELECT CONCAT(LOCK_MODE, ' ', TABLE_NAME) FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =MDL_SHARED_HIGH_PRIO innodb
            0: BACKUP LOCK d.aria => ok
            a: SELECT GROUP_CONCAT(TABLE_NAME) FROM information_schema.METADATA_LOCK_INFO WHERE THREAD_ID = {0} => =aria
            """),
    ];
}
