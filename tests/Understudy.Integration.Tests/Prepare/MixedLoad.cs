using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>
/// Tables of every kind that InnoDB has, and clients that change them all at once: inserts, updates, deletes, rollbacks, one long
/// transaction, and DDL without pause.
/// </summary>
internal sealed class MixedLoad : IDisposable
{
    private const string Columns =
        "id INT AUTO_INCREMENT PRIMARY KEY, a INT, b VARCHAR(200), c CHAR(20), d VARBINARY(600), e INT, KEY(a), KEY(b), KEY(e,c)";

    private const string SmallColumns =
        "id INT AUTO_INCREMENT PRIMARY KEY, a INT, b VARCHAR(60), c CHAR(20), d VARBINARY(300), e INT, KEY(a), KEY(b)";

    private readonly MariaDbServer _server;
    private readonly List<TestThread> _threads = [];
    private readonly List<string> _tables = [];
    private volatile bool _isEnding;

    internal MixedLoad(MariaDbServer server, bool encrypted, IReadOnlyList<int> keyBlockSizes)
    {
        _server = server;
        var statements = new List<string> { "CREATE DATABASE d1 CHARACTER SET latin1", "CREATE DATABASE d2 CHARACTER SET latin1", "USE d1" };
        statements.AddRange(Tables(encrypted, keyBlockSizes));
        statements.AddRange(_tables.Select(Procedure));
        statements.Add(OtherProcedure);
        server.Execute([.. statements]);
    }

    /// <summary>Starts all clients.</summary>
    internal void Start()
    {
        foreach (var table in _tables.Append("others"))
        {
            StartThread(session =>
            {
                while (!_isEnding)
                {
                    session.Execute($"CALL d1.p_{table}()");
                }
            });
        }

        StartThread(OpenTransaction);
        StartThread(DdlStorm);
    }

    /// <summary>Ends all clients; throws what one of them met.</summary>
    internal void Stop()
    {
        Dispose();
        _threads.ForEach(thread => thread.Join());
    }

    public void Dispose()
    {
        _isEnding = true;
        _threads.ForEach(thread => thread.JoinQuietly());
    }

    private IEnumerable<string> Tables(bool encrypted, IReadOnlyList<int> keyBlockSizes)
    {
        foreach (var format in (string[])["DYNAMIC", "COMPACT", "REDUNDANT"])
        {
            yield return Table(format, Columns, "ROW_FORMAT=" + format);
        }

        foreach (var size in keyBlockSizes)
        {
            yield return Table("zip" + size, SmallColumns, $"ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE={size}");
        }

        foreach (var algorithm in (string[])["lz4", "lzma", "lzo", "bzip2", "snappy", "zlib"])
        {
            yield return $"SET GLOBAL innodb_compression_algorithm='{algorithm}'";
            yield return Table("packed_" + algorithm, Columns, "PAGE_COMPRESSED=1");
        }

        if (encrypted)
        {
            yield return Table("enc", Columns, "ENCRYPTED=YES ENCRYPTION_KEY_ID=1");
            yield return Table("enc2", Columns, "ENCRYPTED=YES ENCRYPTION_KEY_ID=2 ROW_FORMAT=REDUNDANT");
            yield return Table("encpacked", Columns, "ENCRYPTED=YES PAGE_COMPRESSED=1");
        }

        if (encrypted && keyBlockSizes.Count > 0)
        {
            yield return Table("enczip", SmallColumns, "ENCRYPTED=YES ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4");
        }

        yield return Table("part", Columns, "PARTITION BY HASH(id) PARTITIONS 4");
        yield return "CREATE TABLE t_ft (id INT AUTO_INCREMENT PRIMARY KEY, a INT, txt TEXT, FULLTEXT(txt))";
        yield return "CREATE TABLE t_sp (id INT AUTO_INCREMENT PRIMARY KEY, a INT, p POINT NOT NULL, SPATIAL INDEX(p))";
        yield return "CREATE TABLE t_blob (id INT AUTO_INCREMENT PRIMARY KEY, a INT, x LONGBLOB)";
        yield return "CREATE TABLE t_inst (id INT AUTO_INCREMENT PRIMARY KEY, a INT, b VARCHAR(50))";
        yield return "INSERT INTO t_inst(a,b) SELECT seq, REPEAT('x',seq%40) FROM seq_1_to_2000";
        yield return "ALTER TABLE t_inst ADD COLUMN z INT DEFAULT 7, ALGORITHM=INSTANT";
        yield return "ALTER TABLE t_inst DROP COLUMN b, ALGORITHM=INSTANT";
    }

    private string Table(string name, string columns, string options)
    {
        _tables.Add(name);
        return $"CREATE TABLE t_{name} ({columns}) {options}";
    }

    private static string Procedure(string name) =>
        $"""
        CREATE PROCEDURE p_{name}() BEGIN
          DECLARE i INT DEFAULT FLOOR(RAND()*4)+1;
          DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
          START TRANSACTION;
          INSERT INTO t_{name}(a,b,c,d,e) SELECT FLOOR(RAND()*10000), REPEAT(CHAR(97+FLOOR(RAND()*26)), FLOOR(RAND()*60)),
            RAND(), REPEAT(CHAR(65+seq%26), FLOOR(RAND()*290)), seq FROM seq_1_to_30;
          UPDATE t_{name} SET a = a+1, b = CONCAT(LEFT(b,20), i), d = REVERSE(d)
            WHERE id > (SELECT m FROM (SELECT IFNULL(MAX(id),0)-200 m FROM t_{name}) q) AND e % 7 = i;
          DELETE FROM t_{name} WHERE id BETWEEN FLOOR(RAND()*200) AND 400 + FLOOR(RAND()*1000) AND RAND() < 0.02;
          UPDATE t_{name} SET e = -e WHERE a BETWEEN i*500 AND i*500+30;
          IF RAND() < 0.15 THEN ROLLBACK; ELSE COMMIT; END IF;
        END
        """;

    private const string OtherProcedure =
        """
        CREATE PROCEDURE p_others() BEGIN
          DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
          INSERT INTO t_ft(a,txt) SELECT seq, CONCAT_WS(' ', MD5(RAND()), 'word', FLOOR(RAND()*1000)) FROM seq_1_to_20;
          DELETE FROM t_ft WHERE id % 13 = FLOOR(RAND()*13) LIMIT 20;
          INSERT INTO t_sp(a,p) SELECT seq, POINT(RAND()*1000, RAND()*1000) FROM seq_1_to_30;
          UPDATE t_sp SET p = POINT(RAND()*1000,RAND()*1000) WHERE id % 50 = FLOOR(RAND()*50) LIMIT 20;
          DELETE FROM t_sp WHERE id % 17 = FLOOR(RAND()*17) LIMIT 20;
          INSERT INTO t_blob(a,x) VALUES (1, REPEAT(CHAR(97+FLOOR(RAND()*26)), FLOOR(RAND()*100000)));
          DELETE FROM t_blob WHERE RAND() < 0.05 LIMIT 3;
          UPDATE t_blob SET x = REPEAT('q', FLOOR(RAND()*40000)) WHERE RAND()<0.1 LIMIT 2;
          INSERT INTO t_inst(a) SELECT seq FROM seq_1_to_10;
          UPDATE t_inst SET z=z+1, a=a*2 WHERE id%31=FLOOR(RAND()*31);
        END
        """;

    private void OpenTransaction(ServerSession session)
    {
        while (!_isEnding && !TryOpen(session))
        {
            session.Execute("ROLLBACK");
        }

        Deadline.TryWaitFor(TimeSpan.FromMinutes(5), () => _isEnding);
        session.Execute("ROLLBACK");
    }

    private static bool TryOpen(ServerSession session)
    {
        try
        {
            session.Execute("BEGIN");
            session.Execute("INSERT INTO d1.t_DYNAMIC(a,b,c,d,e) SELECT seq,'open','open','open',seq FROM d1.seq_1_to_3000");
            session.Execute("UPDATE d1.t_COMPACT SET b='open' WHERE id%3=0 LIMIT 300");
            return true;
        }
        catch (ServerException e) when (Conflict.Is(e))
        {
            return false;
        }
    }

    private void DdlStorm(ServerSession session)
    {
        for (var i = 0; !_isEnding; i++)
        {
            session.Execute($"CREATE TABLE d2.x{i} (id INT PRIMARY KEY, b VARCHAR(100), KEY(b))");
            session.Execute($"INSERT INTO d2.x{i} SELECT seq, REPEAT('y',seq%90) FROM d1.seq_1_to_500");
            session.Execute($"RENAME TABLE d2.x{i} TO d2.y{i}");
            session.Execute($"CREATE TABLE d2.z{i} (id INT PRIMARY KEY, b BLOB) PAGE_COMPRESSED=1");
            session.Execute($"INSERT INTO d2.z{i} SELECT seq, REPEAT('k',seq) FROM d1.seq_1_to_200");
            if (i >= 2)
            {
                session.Execute($"TRUNCATE TABLE d2.y{i - 1}");
                session.Execute($"INSERT INTO d2.y{i - 1} SELECT seq+1000, MD5(seq) FROM d1.seq_1_to_300");
                session.Execute($"OPTIMIZE TABLE d2.y{i - 1}");
                session.Execute($"ALTER TABLE d2.y{i - 1} ADD KEY k2(b,id), ALGORITHM=INPLACE");
                session.Execute($"DROP TABLE d2.y{i - 2}");
            }
        }
    }

    private void StartThread(Action<ServerSession> work) => _threads.Add(TestThread.Start("load", () =>
    {
        using var session = _server.Connect();
        work(session);
    }));
}
