using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>Rows and DDL in every engine, in three steps, for a full backup and two increments.</summary>
internal static class IncrementScript
{
    private static readonly string[][] Steps =
    [
        [
            "CREATE DATABASE d", "CREATE DATABASE dropped", "USE d",
            "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(300), KEY (v)) ENGINE=InnoDB",
            "INSERT INTO t SELECT seq, MD5(seq) FROM seq_1_to_20000",
            "CREATE TABLE zip (id INT PRIMARY KEY, v VARCHAR(300)) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4",
            "INSERT INTO zip SELECT seq, REPEAT(MD5(seq), 3) FROM seq_1_to_3000",
            "CREATE TABLE packed (id INT PRIMARY KEY, v VARCHAR(300)) ENGINE=InnoDB PAGE_COMPRESSED=1",
            "INSERT INTO packed SELECT seq, REPEAT('p', 200) FROM seq_1_to_3000",
            "CREATE TABLE parts (id INT PRIMARY KEY, v INT) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 3",
            "INSERT INTO parts SELECT seq, seq FROM seq_1_to_500",
            "CREATE TABLE gone (id INT) ENGINE=InnoDB", "CREATE TABLE old (id INT) ENGINE=InnoDB", "INSERT INTO old VALUES (1), (2)",
            "CREATE TABLE a (id INT) ENGINE=InnoDB", "INSERT INTO a VALUES (1)",
            "CREATE TABLE b (id INT) ENGINE=InnoDB", "INSERT INTO b VALUES (2)",
            "CREATE TABLE cut (id INT PRIMARY KEY, v VARCHAR(300)) ENGINE=InnoDB", "INSERT INTO cut SELECT seq, MD5(seq) FROM seq_1_to_4000",
            "CREATE TABLE ar (id INT PRIMARY KEY, v VARCHAR(99)) ENGINE=Aria TRANSACTIONAL=1", "INSERT INTO ar SELECT seq, MD5(seq) FROM seq_1_to_500",
            "CREATE TABLE my (id INT PRIMARY KEY, v VARCHAR(99)) ENGINE=MyISAM", "INSERT INTO my SELECT seq, MD5(seq) FROM seq_1_to_500",
            "CREATE TABLE csv (id INT NOT NULL) ENGINE=CSV", "INSERT INTO csv VALUES (1), (2)",
            "CREATE TABLE rocks (id INT PRIMARY KEY, v VARCHAR(99)) ENGINE=ROCKSDB", "INSERT INTO rocks SELECT seq, MD5(seq) FROM seq_1_to_500",
            "CREATE TABLE dropped.t (id INT) ENGINE=InnoDB", "CREATE TABLE dropped.m (id INT) ENGINE=MyISAM",
            "CREATE VIEW w AS SELECT * FROM t", "CREATE TABLE full_text (v TEXT, FULLTEXT (v)) ENGINE=InnoDB", "INSERT INTO full_text VALUES ('some words')",
        ],
        [
            "USE d", "UPDATE t SET v = 'changed' WHERE id % 13 = 0", "INSERT INTO t SELECT seq, 'more' FROM seq_20001_to_25000",
            "UPDATE zip SET v = 'zip' WHERE id % 11 = 0", "UPDATE packed SET v = 'packed' WHERE id % 11 = 0", "DELETE FROM parts WHERE id % 5 = 0",
            "DROP TABLE gone", "RENAME TABLE old TO renamed", "RENAME TABLE a TO x, b TO a, x TO b",
            "TRUNCATE TABLE cut", "INSERT INTO cut VALUES (7, 'cut')",
            "INSERT INTO ar SELECT seq, 'more' FROM seq_501_to_600", "INSERT INTO my SELECT seq, 'more' FROM seq_501_to_600",
            "INSERT INTO csv VALUES (3)", "INSERT INTO rocks SELECT seq, 'more' FROM seq_501_to_600",
            "DROP DATABASE dropped", "CREATE DATABASE late", "CREATE TABLE late.t (id INT PRIMARY KEY, v VARCHAR(300)) ENGINE=InnoDB",
            "INSERT INTO late.t SELECT seq, MD5(seq) FROM seq_1_to_3000", "INSERT INTO full_text VALUES ('other words')",
        ],
        [
            "USE d", "DELETE FROM t WHERE id % 3 = 0", "ALTER TABLE t ADD COLUMN n INT DEFAULT 5, ALGORITHM=INSTANT",
            "ALTER TABLE zip ENGINE=InnoDB", "ALTER TABLE packed ADD KEY (v), ALGORITHM=INPLACE", "ALTER TABLE parts DROP COLUMN v, ALGORITHM=COPY",
            "RENAME TABLE renamed TO late.moved", "ALTER TABLE my ENGINE=InnoDB", "ALTER TABLE cut ENGINE=Aria",
            "INSERT INTO ar SELECT seq, 'last' FROM seq_601_to_700", "DELETE FROM rocks WHERE id % 2 = 0", "DROP TABLE csv",
            "CREATE TABLE last (id INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO last VALUES (1)",
        ],
    ];

    /// <summary>Does one of the steps.</summary>
    internal static void Run(MariaDbServer server, int step)
    {
        using var session = server.Connect();
        foreach (var statement in Steps[step])
        {
            session.Execute(statement);
        }
    }

    /// <summary>Waits until pages are in their files, so that increments have pages and not only redo log.</summary>
    internal static void Flush(MariaDbServer server)
    {
        server.Execute("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0", "SET GLOBAL innodb_max_dirty_pages_pct = 0");
        Deadline.WaitFor(
            "dirty pages to be written",
            TimeSpan.FromMinutes(3),
            () => server.QueryScalar("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'Innodb_buffer_pool_pages_dirty'") == "0");
    }

    /// <summary>Lets the server keep pages in memory again.</summary>
    internal static void DoNotFlush(MariaDbServer server) => server.Execute("SET GLOBAL innodb_max_dirty_pages_pct = 90");
}
