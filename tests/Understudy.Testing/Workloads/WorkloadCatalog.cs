namespace Understudy.Testing;

/// <summary>The fixed tables of the workload: every engine and every kind of file that a backup must know.</summary>
internal static class WorkloadCatalog
{
    internal const string Main = "shop";

    /// <summary>A database whose name needs every kind of encoding in a file name.</summary>
    internal static string Odd(WorkloadOptions options) => options.BackQuotesInNames ? "we`ird.d b-ä+日本" : "weird.d b-ä+日本";

    private const string Columns =
        "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, v VARCHAR(300), b BLOB, "
        + "ts TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), KEY k_index (k)";

    private const string FixedColumns =
        "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, v CHAR(60), b CHAR(40), KEY k_index (k)";

    internal static IReadOnlyList<WorkloadTable> Tables(WorkloadOptions options)
    {
        List<WorkloadTable> tables =
            [.. InnoDb(), .. Aria(), .. MyIsam(), .. RocksDb(), .. Others(), .. OddNames(options)];
        if (options.RemoteDirectory is { } remoteDirectory)
        {
            tables.Add(Table("i_remote", $"({Columns}) ENGINE=InnoDB DATA DIRECTORY='{remoteDirectory}'", WritePattern.Transactional));
            tables.Add(Table(
                "i_remote_parts",
                $"({Columns}) ENGINE=InnoDB PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (300) "
                + $"DATA DIRECTORY='{remoteDirectory}', PARTITION p1 VALUES LESS THAN MAXVALUE)",
                WritePattern.Transactional));
            tables.Add(Table(
                "m_remote",
                $"({Columns}) ENGINE=MyISAM DATA DIRECTORY='{remoteDirectory}' INDEX DIRECTORY='{remoteDirectory}'",
                WritePattern.Full));
        }

        return tables;
    }

    /// <summary>What is not a table with rows, or hangs together with others.</summary>
    internal static IReadOnlyList<string> Objects(WorkloadOptions options) =>
    [
        "CREATE TABLE shop.parent (id INT PRIMARY KEY, v VARCHAR(50)) ENGINE=InnoDB",
        "CREATE TABLE shop.child (id INT PRIMARY KEY, parent_id INT, FOREIGN KEY (parent_id) REFERENCES shop.parent (id) "
            + "ON DELETE CASCADE ON UPDATE CASCADE) ENGINE=InnoDB",
        "INSERT INTO shop.parent SELECT seq, MD5(seq) FROM seq_1_to_50",
        "INSERT INTO shop.child SELECT seq, 1 + seq % 50 FROM seq_1_to_200",
        "CREATE TABLE shop.m_first (id INT NOT NULL, v VARCHAR(40), KEY (id)) ENGINE=MyISAM",
        "CREATE TABLE shop.m_second LIKE shop.m_first",
        "INSERT INTO shop.m_first SELECT seq, MD5(seq) FROM seq_1_to_100",
        "CREATE TABLE shop.m_merge (id INT NOT NULL, v VARCHAR(40), KEY (id)) ENGINE=MERGE "
            + "UNION=(shop.m_first, shop.m_second) INSERT_METHOD=LAST",
        "CREATE TABLE shop.audit (what VARCHAR(40), n BIGINT, KEY (n)) ENGINE=MyISAM",
        "CREATE TRIGGER shop.after_write AFTER INSERT ON shop.i_dynamic FOR EACH ROW "
            + "INSERT INTO shop.audit VALUES ('insert', NEW.id)",
        "CREATE SEQUENCE shop.s_innodb START WITH 1 INCREMENT BY 3 CACHE 10 ENGINE=InnoDB",
        "CREATE SEQUENCE shop.s_aria START WITH 100 NOCACHE ENGINE=Aria",
        "CREATE SEQUENCE shop.s_myisam ENGINE=MyISAM",
        "CREATE VIEW shop.v_plain AS SELECT id, k, v FROM shop.i_dynamic WHERE k > 10",
        $"CREATE VIEW {SqlName.Quote(Odd(options), "vi ew-ö")} AS SELECT COUNT(*) AS n FROM shop.a_page",
        "CREATE PROCEDURE shop.p_sum(IN x INT, OUT total BIGINT) SELECT SUM(k) INTO total FROM shop.i_dynamic WHERE k > x",
        "CREATE FUNCTION shop.f_twice(x INT) RETURNS INT DETERMINISTIC RETURN 2 * x",
        "CREATE EVENT shop.e_nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM shop.audit WHERE n < 0",
        "CREATE USER 'reader'@'localhost' IDENTIFIED BY 'old'",
        "GRANT SELECT ON shop.* TO 'reader'@'localhost'",
        "CREATE ROLE clerk",
    ];

    private static WorkloadTable Table(string name, string definition, WritePattern pattern) =>
        new(Main, name, definition, pattern);

    private static IEnumerable<WorkloadTable> InnoDb()
    {
        const WritePattern Pattern = WritePattern.Transactional;
        yield return Table("i_dynamic", $"({Columns}) ENGINE=InnoDB ROW_FORMAT=DYNAMIC", Pattern);
        yield return Table("i_compact", $"({Columns}) ENGINE=InnoDB ROW_FORMAT=COMPACT", Pattern);
        yield return Table("i_redundant", $"({Columns}) ENGINE=InnoDB ROW_FORMAT=REDUNDANT", Pattern);
        yield return Table("i_compressed", $"({Columns}) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8", Pattern);
        yield return Table("i_page_compressed", $"({Columns}) ENGINE=InnoDB PAGE_COMPRESSED=1", Pattern);
        yield return Table("i_hash", $"({Columns}) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 3", Pattern);
        yield return Table(
            "i_sub",
            $"({Columns}) ENGINE=InnoDB PARTITION BY RANGE (id) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 "
            + "(PARTITION p0 VALUES LESS THAN (200), PARTITION p1 VALUES LESS THAN MAXVALUE)",
            Pattern);
        yield return Table("i_text", $"({Columns}, FULLTEXT KEY words (v)) ENGINE=InnoDB", Pattern);
        yield return Table("i_virtual", $"({Columns}, g INT AS (k % 10) VIRTUAL, s INT AS (k + 1) STORED, KEY (g)) ENGINE=InnoDB", Pattern);
        yield return Table("i_versioned", $"({Columns}) ENGINE=InnoDB WITH SYSTEM VERSIONING", Pattern);
        yield return Table("i_nokey", "(k INT NOT NULL, v VARCHAR(300), b BLOB, KEY (k)) ENGINE=InnoDB", WritePattern.NoPrimaryKey);
        yield return Table("i_space", $"({Columns}, p POINT NOT NULL, SPATIAL KEY (p)) ENGINE=InnoDB", Pattern)
            with { ExtraColumn = "p", ExtraValue = "POINT(RAND() * 100, RAND() * 100)" };
    }

    private static IEnumerable<WorkloadTable> Aria()
    {
        const WritePattern Pattern = WritePattern.Full;
        yield return Table("a_page", $"({Columns}) ENGINE=Aria TRANSACTIONAL=1", Pattern);
        yield return Table("a_text", $"({Columns}, FULLTEXT KEY words (v)) ENGINE=Aria TRANSACTIONAL=1", Pattern);
        yield return Table("a_hash", $"({Columns}) ENGINE=Aria TRANSACTIONAL=1 PARTITION BY HASH (id) PARTITIONS 2", Pattern);
        yield return Table("a_nontrans", $"({Columns}) ENGINE=Aria TRANSACTIONAL=0 ROW_FORMAT=PAGE", Pattern);
        yield return Table("a_dynamic", $"({Columns}) ENGINE=Aria TRANSACTIONAL=0 ROW_FORMAT=DYNAMIC", Pattern);
        yield return Table("a_fixed", $"({FixedColumns}) ENGINE=Aria TRANSACTIONAL=0 ROW_FORMAT=FIXED", Pattern);
    }

    private static IEnumerable<WorkloadTable> MyIsam()
    {
        const WritePattern Pattern = WritePattern.Full;
        yield return Table("m_dynamic", $"({Columns}) ENGINE=MyISAM", Pattern);
        yield return Table("m_fixed", $"({FixedColumns}) ENGINE=MyISAM ROW_FORMAT=FIXED", Pattern);
        yield return Table("m_text", $"({Columns}, FULLTEXT KEY words (v)) ENGINE=MyISAM DELAY_KEY_WRITE=1", Pattern);
        yield return Table("m_hash", $"({Columns}) ENGINE=MyISAM PARTITION BY HASH (id) PARTITIONS 2", Pattern);
    }

    private static IEnumerable<WorkloadTable> RocksDb()
    {
        const WritePattern Pattern = WritePattern.Transactional;
        yield return Table("r_plain", $"({Columns}) ENGINE=ROCKSDB", Pattern);
        yield return Table("r_hash", $"({Columns}) ENGINE=ROCKSDB PARTITION BY HASH (id) PARTITIONS 2", Pattern);
    }

    private static IEnumerable<WorkloadTable> Others()
    {
        // A CSV table that two sessions delete from loses its file for a moment ("File not found"): rows are only added.
        yield return Table(
            "c_plain", "(k INT NOT NULL, v VARCHAR(300) NOT NULL, b VARCHAR(100) NOT NULL) ENGINE=CSV", WritePattern.InsertOnly);
        yield return Table(
            "z_archive",
            "(k INT NOT NULL, v VARCHAR(300), b BLOB) ENGINE=ARCHIVE",
            WritePattern.InsertOnly);
        yield return Table("memory", $"({FixedColumns}) ENGINE=MEMORY", WritePattern.None);
    }

    private static IEnumerable<WorkloadTable> OddNames(WorkloadOptions options)
    {
        var odd = Odd(options);
        yield return new WorkloadTable(odd, "sp ace.dot-dash", $"({Columns}) ENGINE=InnoDB", WritePattern.Transactional);
        yield return new WorkloadTable(
            odd, "größe_日本#P#x", $"({Columns}) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 2", WritePattern.Transactional);
        yield return new WorkloadTable(odd, "con", $"({Columns}) ENGINE=Aria TRANSACTIONAL=1", WritePattern.Full);
        yield return new WorkloadTable(odd, "table", $"({Columns}) ENGINE=MyISAM", WritePattern.Full);
        yield return new WorkloadTable(odd, options.BackQuotesInNames ? "à`b@c" : "àb@c", $"({Columns}) ENGINE=Aria TRANSACTIONAL=0", WritePattern.Full);
    }
}
