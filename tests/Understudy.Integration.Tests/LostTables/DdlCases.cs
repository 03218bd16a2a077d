namespace Understudy.Integration.Tests.LostTables;

/// <summary>The cases.</summary>
internal static class DdlCases
{
    private const string Columns = "(id INT NOT NULL PRIMARY KEY, v VARCHAR(100), KEY (v))";

    private const string LastOfParts = "./c/parts#P#p1.MAD";

    private const string Partitions =
        "PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (1000), PARTITION p1 VALUES LESS THAN (2000))";

    private static readonly string[] Partitioned =
    [
        $"CREATE TABLE c.parts {Columns} ENGINE=Aria {Partitions}",
        "INSERT INTO c.parts SELECT seq, MD5(seq) FROM c.numbers WHERE seq BETWEEN 900 AND 1200",
    ];

    internal static IReadOnlyList<DdlCase> All { get; } =
    [
        new(
            "exchange of a partition, then CREATE",
            CaseMoment.AfterCopy,
            [.. Partitioned, $"CREATE TABLE c.whole {Columns} ENGINE=Aria", "INSERT INTO c.whole VALUES (1, 'whole')"],
            [
                "ALTER TABLE c.parts EXCHANGE PARTITION p0 WITH TABLE c.whole",
                $"CREATE TABLE c.later {Columns} ENGINE=Aria", "INSERT INTO c.later VALUES (1, 'later')",
            ]) { CopiedFirst = LastOfParts },
        new(
            "failed CREATE OR REPLACE ... SELECT, then CREATE",
            CaseMoment.AfterCopy,
            ["CREATE TABLE c.replaced (id INT) ENGINE=MyISAM"],
            [
                "!CREATE OR REPLACE TABLE c.replaced (id INT PRIMARY KEY) ENGINE=MyISAM SELECT seq % 50 AS id FROM c.numbers",
                $"CREATE TABLE c.later {Columns} ENGINE=Aria", "INSERT INTO c.later VALUES (1, 'later')",
            ]),
        new(
            "CREATE ... LIKE a partitioned table",
            CaseMoment.AfterCopy,
            Partitioned,
            ["CREATE TABLE c.twin LIKE c.parts", "INSERT INTO c.twin VALUES (1, 'twin')"]) { CopiedFirst = LastOfParts },
        new(
            "CONVERT PARTITION TO TABLE",
            CaseMoment.AfterCopy,
            Partitioned,
            ["ALTER TABLE c.parts CONVERT PARTITION p1 TO TABLE c.piece", "INSERT INTO c.piece VALUES (1999, 'more')"])
            { CopiedFirst = LastOfParts },
        new(
            "RENAME of a table before its turn",
            CaseMoment.BeforeCopy,
            [],
            ["RENAME TABLE c.{0} TO c.renamed"]),
        new(
            "swap of two tables before their turn",
            CaseMoment.BeforeCopy,
            [],
            ["RENAME TABLE c.{0} TO c.aside, c.{1} TO c.{0}, c.aside TO c.{1}"]),
        new(
            "copied, then rows and RENAME",
            CaseMoment.AfterCopy,
            [],
            ["INSERT INTO c.{0} SELECT seq + 5000, MD5(seq) FROM c.numbers", "RENAME TABLE c.{0} TO c.renamed"]),
        new(
            "copied, then rows, TRUNCATE and other rows",
            CaseMoment.AfterCopy,
            [],
            [
                "INSERT INTO c.{0} SELECT seq + 5000, MD5(seq) FROM c.numbers",
                "TRUNCATE TABLE c.{0}",
                "INSERT INTO c.{0} VALUES (1, 'another'), (2, 'life')", // so few that it is no bulk insert
            ]),
        new(
            "RENAME of a partitioned table after its copy leaves nothing behind",
            CaseMoment.AfterCopy,
            Partitioned,
            ["RENAME TABLE c.parts TO c.renamed"]) { CopiedFirst = LastOfParts },
        new(
            "MyISAM table that two sessions write to",
            CaseMoment.AfterFlush,
            [],
            []) { BusyWriterCount = 2 },
        new(
            "TRUNCATE of a MyISAM table in FLUSH",
            CaseMoment.AfterFlush,
            [$"CREATE TABLE c.my {Columns} ENGINE=MyISAM", "INSERT INTO c.my SELECT seq, 'old' FROM c.numbers"],
            ["TRUNCATE TABLE c.my"]),
        new(
            "TRUNCATE of a non-transactional Aria table in FLUSH",
            CaseMoment.AfterFlush,
            [$"CREATE TABLE c.my {Columns} ENGINE=Aria TRANSACTIONAL=0", "INSERT INTO c.my SELECT seq, 'old' FROM c.numbers"],
            ["TRUNCATE TABLE c.my"]),
    ];
}
