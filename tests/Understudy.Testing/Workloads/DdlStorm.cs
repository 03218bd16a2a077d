namespace Understudy.Testing;

/// <summary>
/// A thread that makes, changes, renames, swaps, splits and drops tables of every engine in databases of its own, with
/// some rows in between. Nobody else touches them, so every statement must succeed.
/// </summary>
internal sealed partial class DdlStorm : WorkloadThread
{
    private const int TableCountMax = 16;

    private static readonly string[] Engines =
        ["InnoDB", "InnoDB", "Aria", "Aria", "Aria TRANSACTIONAL=0", "MyISAM", "MyISAM", "ROCKSDB", "CSV", "ARCHIVE"];

    private static readonly string[] PartitionEngines = ["InnoDB", "Aria", "MyISAM", "ROCKSDB"];

    private readonly int _number;
    private readonly List<StormTable> _tables = [];
    private readonly List<string> _databases = [];
    private readonly (int Weight, Action Run)[] _operations;
    private int _next;

    internal DdlStorm(MariaDbServer server, int number, int seed, TimeSpan pause)
        : base(server, $"storm {number}", seed, pause)
    {
        _number = number;
        _operations =
        [
            (8, Create), (3, CreateLike), (4, CreateSelect), (2, CreateOrReplace), (2, FailToCreate),
            (6, Drop), (8, Rename), (5, Swap), (7, Truncate),
            (3, AddColumnInstant), (3, AddColumnCopy), (2, DropColumn), (3, AddIndex), (2, ChangeEngine), (2, Comment),
            (3, Optimize), (4, BulkInsert), (3, DisableKeys), (2, AddText), (8, ChangeRows),
            (3, CreatePartitioned), (3, TruncatePartition), (3, Exchange), (3, Convert), (2, Reorganize),
            (1, RemovePartitioning), (2, AddAndDropPartition),
            (1, ReplaceDatabase), (2, ReplaceView), (2, ReplaceTrigger), (2, ReplaceSequence), (1, ReplaceRoutine),
            (1, ChangeAccount),
        ];
    }

    protected override void Begin()
    {
        for (var i = 0; i < 2; i++)
        {
            AddDatabase();
        }

        for (var i = 0; i < 8; i++)
        {
            Create();
        }
    }

    protected override void Step()
    {
        if (_tables.Count >= TableCountMax)
        {
            Drop();
            return;
        }

        var at = Random.Next(_operations.Sum(o => o.Weight));
        foreach (var (weight, run) in _operations)
        {
            at -= weight;
            if (at < 0)
            {
                run();
                return;
            }
        }
    }

    private string NewName()
    {
        var number = _next++;
        return Random.Next(6) switch
        {
            0 => $"ta-ble.{number} ü",
            1 => $"t${number}",
            _ => $"t{number}",
        };
    }

    private void AddDatabase()
    {
        var name = $"storm{_number}_{_next++}" + (Chance(0.3) ? "-ö" : "");
        Execute($"CREATE DATABASE {SqlName.Quote(name)}");
        _databases.Add(name);
    }

    private static string Columns(string engine) => engine switch
    {
        "CSV" => "(id INT NOT NULL, k INT NOT NULL, v VARCHAR(100) NOT NULL)",
        "ARCHIVE" => "(id INT NOT NULL, k INT NOT NULL, v VARCHAR(100))",
        _ => "(id INT NOT NULL PRIMARY KEY, k INT NOT NULL, v VARCHAR(100), KEY k_index (k))",
    };

    private StormTable? PickTable(Func<StormTable, bool> condition)
    {
        var candidates = _tables.Where(condition).ToList();
        return candidates.Count == 0 ? null : Pick(candidates);
    }

    private StormTable Add(string engine)
    {
        var table = new StormTable { Database = Pick(_databases), Name = NewName(), Engine = engine };
        _tables.Add(table);
        return table;
    }

    private string Rows(int count)
    {
        var from = 1 + Random.Next(2900 - count);
        return $"SELECT seq, seq * 31 % 997, MD5(seq + {Random.Next()}) FROM seq_{from}_to_{from + count - 1}";
    }

    private void InsertInto(StormTable table, int count)
    {
        var verb = table.IsFull ? "REPLACE" : "INSERT";
        Execute($"{verb} INTO {table.Quoted} (id, k, v) {Rows(count)}");
    }

    private void Create()
    {
        var table = Add(Pick(Engines));
        Execute($"CREATE TABLE {table.Quoted} {Columns(table.Engine)} ENGINE={table.Engine}");
        InsertInto(table, 1 + Random.Next(200));
    }

    private void CreateLike()
    {
        if (PickTable(_ => true) is not { } source)
        {
            return;
        }

        var table = Add(source.Engine);
        table.IsPartitioned = source.IsPartitioned;
        table.HasBaseColumns = source.HasBaseColumns;
        table.AddedColumns.AddRange(source.AddedColumns);
        Execute($"CREATE TABLE {table.Quoted} LIKE {source.Quoted}");
        if (Chance(0.7))
        {
            InsertInto(table, 1 + Random.Next(100));
        }
    }

    private void CreateSelect()
    {
        var table = Add(Pick(Engines));
        Execute($"CREATE TABLE {table.Quoted} {Columns(table.Engine)} ENGINE={table.Engine} {RowsWithNames(300)}");
    }

    private string RowsWithNames(int count) =>
        $"SELECT seq AS id, seq * 31 % 997 AS k, MD5(seq + {Random.Next()}) AS v FROM seq_1_to_{1 + Random.Next(count)}";

    private void CreateOrReplace()
    {
        if (PickTable(t => !t.IsPartitioned) is not { } table)
        {
            return;
        }

        table.Engine = Pick(Engines);
        table.HasBaseColumns = true;
        table.AddedColumns.Clear();
        Execute($"CREATE OR REPLACE TABLE {table.Quoted} {Columns(table.Engine)} ENGINE={table.Engine} {RowsWithNames(100)}");
    }

    private void FailToCreate()
    {
        var name = SqlName.Quote(Pick(_databases), NewName());
        const uint DuplicateEntry = 1062;
        try
        {
            Execute($"CREATE TABLE {name} {Columns("Aria")} ENGINE={Pick(PartitionEngines)} "
                + "SELECT seq % 50 AS id, seq AS k, 'x' AS v FROM seq_1_to_100");
        }
        catch (Server.ServerException e) when (e.Code == DuplicateEntry)
        {
            return;
        }

        throw new InvalidOperationException("a CREATE ... SELECT with a duplicate key succeeded");
    }

    private void Drop()
    {
        if (PickTable(_ => true) is { } table)
        {
            Execute($"DROP TABLE {table.Quoted}");
            _tables.Remove(table);
        }
    }

    private void Rename()
    {
        if (PickTable(_ => true) is not { } table)
        {
            return;
        }

        var (database, name) = (Chance(0.3) ? Pick(_databases) : table.Database, NewName());
        var verb = Chance(0.7) ? $"RENAME TABLE {table.Quoted} TO" : $"ALTER TABLE {table.Quoted} RENAME TO";
        Execute($"{verb} {SqlName.Quote(database, name)}");
        (table.Database, table.Name) = (database, name);
        if (table.IsFull && Chance(0.5))
        {
            InsertInto(table, 20);
        }
    }

    private void Swap()
    {
        if (PickTable(_ => true) is not { } one || PickTable(t => t != one) is not { } other)
        {
            return;
        }

        var between = SqlName.Quote(one.Database, NewName());
        Execute($"RENAME TABLE {one.Quoted} TO {between}, {other.Quoted} TO {one.Quoted}, {between} TO {other.Quoted}");
        (one.Database, one.Name, other.Database, other.Name) = (other.Database, other.Name, one.Database, one.Name);
    }

    private void Truncate()
    {
        if (PickTable(t => t.Engine != "ARCHIVE") is { } table)
        {
            Execute($"TRUNCATE TABLE {table.Quoted}");
            if (Chance(0.7))
            {
                InsertInto(table, 1 + Random.Next(60));
            }
        }
    }

    private void ChangeRows()
    {
        if (PickTable(t => t.IsFull) is not { } table)
        {
            return;
        }

        var from = Random.Next(2800);
        InsertInto(table, 1 + Random.Next(50));
        Execute($"UPDATE {table.Quoted} SET v = CONCAT('u', id), k = k + 1 WHERE id BETWEEN {from} AND {from + 40}");
        Execute(Chance(0.1)
            ? $"DELETE FROM {table.Quoted}"
            : $"DELETE FROM {table.Quoted} WHERE id BETWEEN {from} AND {from + 20}");
    }
}
