namespace Understudy.Engine.StageMatrix;

/// <summary>The statements of the matrix, in a schema that is the current database of every connection.</summary>
internal static class CaseSqlTexts
{
    internal const string FinalPhase = "alter-table-final-phase";

    private const string Engine = "SELECT COUNT(*) FROM information_schema.ENGINES WHERE SUPPORT IN ('YES', 'DEFAULT') AND ENGINE = ";

    private const string LogsToTable = "SELECT @@GLOBAL.general_log = 1 AND FIND_IN_SET('TABLE', @@GLOBAL.log_output) > 0";

    /// <summary>What the schema has.</summary>
    internal static IReadOnlyList<CaseSql> Tables { get; } =
    [
        CaseSql.Of("CREATE TABLE i (a INT) ENGINE=InnoDB"), CaseSql.Of("INSERT INTO i VALUES (1), (2)"),
        CaseSql.Of("CREATE TABLE a (a INT) ENGINE=Aria TRANSACTIONAL=1"), CaseSql.Of("CREATE TABLE ap (a INT) ENGINE=Aria TRANSACTIONAL=0"),
        CaseSql.Of("CREATE TABLE ae (a INT) ENGINE=Aria TRANSACTIONAL=1"), CaseSql.Of("CREATE TABLE m (a INT) ENGINE=MyISAM"),
        CaseSql.Of("CREATE TABLE mem (a INT) ENGINE=MEMORY"), CaseSql.Of("CREATE TABLE ti (a INT) ENGINE=InnoDB"),
        CaseSql.Of("CREATE TRIGGER tim AFTER INSERT ON ti FOR EACH ROW INSERT INTO m VALUES (1)"),
        CaseSql.Of("CREATE SEQUENCE s ENGINE=InnoDB"), CaseSql.Of("CREATE VIEW v AS SELECT 1"),
        new([], "CREATE TABLE c (a INT NOT NULL) ENGINE=CSV", [], Engine + "'CSV'"),
        new([], "CREATE TABLE ar (a INT) ENGINE=ARCHIVE", [], Engine + "'ARCHIVE'"),
        new([], "CREATE TABLE mg (a INT) ENGINE=MERGE UNION=(m) INSERT_METHOD=LAST", [], Engine + "'MRG_MyISAM'"),
        new([], "CREATE TABLE r (a INT PRIMARY KEY AUTO_INCREMENT) ENGINE=RocksDB", [], Engine + "'ROCKSDB'"),
    ];

    /// <summary>The statement of each kind. USER is a throw-away account, XID a throw-away name.</summary>
    internal static IReadOnlyDictionary<string, CaseSql> ByName { get; } = new Dictionary<string, CaseSql>
    {
        ["select"] = CaseSql.Of("SELECT * FROM i"),
        ["select-for-update"] = CaseSql.Rolled("SELECT * FROM i FOR UPDATE"),
        ["handler"] = new(["HANDLER i OPEN"], "HANDLER i READ FIRST", ["HANDLER i CLOSE"]),
        ["check-table"] = CaseSql.Of("CHECK TABLE i, m"),
        ["checksum-table"] = CaseSql.Of("CHECKSUM TABLE i"),
        ["insert-innodb"] = CaseSql.Of("INSERT INTO i VALUES (3)"),
        ["insert-innodb-in-transaction"] = CaseSql.Rolled("INSERT INTO i VALUES (3)"),
        ["update-no-rows"] = CaseSql.Of("UPDATE i SET a = 0 WHERE a = -1"),
        ["insert-aria"] = CaseSql.Of("INSERT INTO a VALUES (1)"),
        ["bulk-insert-aria"] = new(["TRUNCATE TABLE ae"], "INSERT INTO ae SELECT seq FROM seq_1_to_1000", [], Engine + "'SEQUENCE'"),
        ["insert-aria-plain"] = CaseSql.Of("INSERT INTO ap VALUES (1)"),
        ["insert-myisam"] = CaseSql.Of("INSERT INTO m VALUES (1)"),
        ["insert-csv"] = new([], "INSERT INTO c VALUES (1)", [], Engine + "'CSV'"),
        ["insert-archive"] = new([], "INSERT INTO ar VALUES (1)", [], Engine + "'ARCHIVE'"),
        ["insert-merge"] = new([], "INSERT INTO mg VALUES (1)", [], Engine + "'MRG_MyISAM'"),
        ["insert-rocksdb"] = new([], "INSERT INTO r VALUES (NULL)", [], Engine + "'ROCKSDB'"),
        ["insert-memory"] = CaseSql.Of("INSERT INTO mem VALUES (1)"),
        ["insert-temporary"] = new(["CREATE TEMPORARY TABLE tt (a INT) ENGINE=InnoDB"], "INSERT INTO tt VALUES (1)", []),
        ["trigger-to-myisam"] = CaseSql.Of("INSERT INTO ti VALUES (1)"),
        ["next-value"] = CaseSql.Of("SELECT NEXTVAL(s)"),
        ["commit"] = new(["BEGIN", "INSERT INTO i VALUES (3)"], "COMMIT", ["ROLLBACK"]),
        ["commit-read-only"] = new(["BEGIN", "SELECT * FROM i"], "COMMIT", []),
        ["rollback"] = new(["BEGIN", "INSERT INTO i VALUES (3)"], "ROLLBACK", []),
        ["savepoint"] = new(["BEGIN", "INSERT INTO i VALUES (3)"], "SAVEPOINT p", ["ROLLBACK"]),
        ["xa-prepare"] = new(["XA START 'XID'", "INSERT INTO i VALUES (3)", "XA END 'XID'"], "XA PREPARE 'XID'", ["XA ROLLBACK 'XID'"]),
        ["xa-commit"] = new(["XA START 'XID'", "INSERT INTO i VALUES (3)", "XA END 'XID'", "XA PREPARE 'XID'"], "XA COMMIT 'XID'", ["XA ROLLBACK 'XID'"]),
        ["xa-rollback"] = new(["XA START 'XID'", "INSERT INTO i VALUES (3)", "XA END 'XID'", "XA PREPARE 'XID'"], "XA ROLLBACK 'XID'", ["XA ROLLBACK 'XID'"]),
        ["lock-tables-read"] = new([], "LOCK TABLES i READ", ["UNLOCK TABLES"]),
        ["lock-tables-write-innodb"] = new([], "LOCK TABLES i WRITE", ["UNLOCK TABLES"]),
        ["lock-tables-write-myisam"] = new([], "LOCK TABLES m WRITE", ["UNLOCK TABLES"]),
        ["backup-lock"] = new([], "BACKUP LOCK i", ["BACKUP UNLOCK"]),
        ["get-lock"] = new([], "SELECT GET_LOCK('XID', 0)", ["DO RELEASE_LOCK('XID')"]),
        ["backup-stage-start"] = new([], "BACKUP STAGE START", ["BACKUP STAGE END"]),
        ["create-table"] = new([], "CREATE TABLE n (a INT)", ["DROP TABLE IF EXISTS n"]),
        ["create-table-select"] = new([], "CREATE TABLE n AS SELECT * FROM i", ["DROP TABLE IF EXISTS n"]),
        ["drop-table"] = new(["CREATE TABLE n (a INT)"], "DROP TABLE n", ["DROP TABLE IF EXISTS n"]),
        ["truncate-table"] = new(["CREATE TABLE n (a INT)"], "TRUNCATE TABLE n", ["DROP TABLE IF EXISTS n"]),
        ["rename-table"] = new(["CREATE TABLE n (a INT)"], "RENAME TABLE n TO n2", ["DROP TABLE IF EXISTS n, n2"]),
        ["alter-table"] = new(["CREATE TABLE n (a INT)"], "ALTER TABLE n COMMENT='x'", ["DROP TABLE IF EXISTS n"]),
        ["alter-table-copy"] = new(["CREATE TABLE n (a INT)"], "ALTER TABLE n ADD b INT, ALGORITHM=COPY", ["DROP TABLE IF EXISTS n"]),
        [FinalPhase] = new(["CREATE TABLE n (a INT) ENGINE=InnoDB"], "ALTER TABLE n COMMENT='x'", ["DROP TABLE IF EXISTS n"]),
        ["alter-table-myisam"] = new(["CREATE TABLE n (a INT) ENGINE=MyISAM"], "ALTER TABLE n ADD b INT", ["DROP TABLE IF EXISTS n"]),
        ["create-index"] = new(["CREATE TABLE n (a INT)"], "CREATE INDEX x ON n (a)", ["DROP TABLE IF EXISTS n"]),
        ["create-view"] = CaseSql.Of("CREATE OR REPLACE VIEW v AS SELECT 1"),
        ["drop-view"] = new(["CREATE OR REPLACE VIEW v2 AS SELECT 1"], "DROP VIEW v2", ["DROP VIEW IF EXISTS v2"]),
        ["create-trigger"] = new([], "CREATE TRIGGER t2 BEFORE INSERT ON i FOR EACH ROW SET NEW.a = 1", ["DROP TRIGGER IF EXISTS t2"]),
        ["create-procedure"] = new([], "CREATE PROCEDURE p2() DO 1", ["DROP PROCEDURE IF EXISTS p2"]),
        ["create-function"] = new([], "CREATE FUNCTION f2() RETURNS INT DETERMINISTIC RETURN 1", ["DROP FUNCTION IF EXISTS f2"]),
        ["create-event"] = new([], "CREATE EVENT e2 ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 YEAR DISABLE DO DO 1", ["DROP EVENT IF EXISTS e2"]),
        ["create-sequence"] = new([], "CREATE SEQUENCE s2", ["DROP SEQUENCE IF EXISTS s2"]),
        ["create-database"] = new([], "CREATE DATABASE `XID`", ["DROP DATABASE IF EXISTS `XID`"]),
        ["alter-database"] = CaseSql.Of("ALTER DATABASE CHARACTER SET utf8mb4"),
        ["create-user"] = new([], "CREATE USER USER", ["DROP USER IF EXISTS USER"]),
        ["grant"] = new(["CREATE USER USER"], "GRANT USAGE ON *.* TO USER", ["DROP USER IF EXISTS USER"]),
        ["set-password"] = new(["CREATE USER USER"], "SET PASSWORD FOR USER = PASSWORD('x')", ["DROP USER IF EXISTS USER"]),
        ["analyze-table"] = CaseSql.Of("ANALYZE TABLE i"),
        ["optimize-innodb"] = CaseSql.Of("OPTIMIZE TABLE i"),
        ["optimize-myisam"] = new(["INSERT INTO m VALUES (1)"], "OPTIMIZE TABLE m", []),
        ["flush-table"] = CaseSql.Of("FLUSH TABLES i"),
        ["flush-local-table"] = CaseSql.Of("FLUSH LOCAL TABLES i"),
        ["flush-engine-logs"] = CaseSql.Of("FLUSH LOCAL ENGINE LOGS"),
        ["flush-binary-logs"] = new([], "FLUSH BINARY LOGS", [], "SELECT @@log_bin"),
        ["set-global"] = CaseSql.Of("SET GLOBAL innodb_io_capacity = @@GLOBAL.innodb_io_capacity"),
        ["set-gtid-slave-pos"] = CaseSql.Of("SET GLOBAL gtid_slave_pos = @@GLOBAL.gtid_slave_pos"),
        ["general-log-row"] = new([], "SELECT 'a row for the general log'", [], LogsToTable),
    };
}
