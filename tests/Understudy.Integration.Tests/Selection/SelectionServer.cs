using Understudy.Testing;

namespace Understudy.Integration.Tests.Selection;

/// <summary>A server with tables of many sorts and names.</summary>
internal static class SelectionServer
{
    private static readonly string[] Statements =
    [
        "CREATE DATABASE a", "CREATE DATABASE `b-c`", "CREATE DATABASE empty1", "CREATE DATABASE `we ird`",
        "CREATE TABLE a.t1 (id INT PRIMARY KEY, v INT, KEY (v)) ENGINE=InnoDB", "INSERT INTO a.t1 VALUES (1, 1), (2, 3)",
        "CREATE TABLE a.T1 (id INT) ENGINE=InnoDB",
        "CREATE TABLE a.t2 (id INT PRIMARY KEY) ENGINE=MyISAM", "INSERT INTO a.t2 VALUES (1)",
        "CREATE TABLE a.t12 (id INT PRIMARY KEY) ENGINE=Aria", "INSERT INTO a.t12 VALUES (1)",
        "CREATE TABLE a.c (id INT NOT NULL) ENGINE=CSV", "CREATE TABLE a.m (id INT) ENGINE=MERGE UNION=(a.t2)",
        "CREATE TABLE a.p (id INT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (100))",
        "CREATE TABLE a.pm (id INT PRIMARY KEY) ENGINE=MyISAM PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (100))",
        "CREATE TABLE a.sp (id INT PRIMARY KEY) PARTITION BY RANGE (id) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (100))",
        "CREATE TABLE a.f (id INT PRIMARY KEY, x TEXT, FULLTEXT (x))", "INSERT INTO a.f VALUES (1, 'some words')",
        "CREATE TABLE a.`x y` (id INT PRIMARY KEY)",
        "CREATE VIEW a.v AS SELECT * FROM a.t1",
        "CREATE TRIGGER a.trg BEFORE INSERT ON a.t1 FOR EACH ROW SET NEW.v = 1",
        "CREATE TABLE `b-c`.t1 (id INT PRIMARY KEY)", "CREATE TABLE `b-c`.`t-1` (id INT PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TABLE `we ird`.`we ird` (id INT PRIMARY KEY)", "CREATE VIEW `we ird`.vv AS SELECT 1",
    ];

    internal static MariaDbServer Start(string version)
    {
        var server = MariaDbServer.Start(MariaDbRelease.Find(version));
        server.Execute(Statements);
        return server;
    }
}
