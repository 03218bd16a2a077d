namespace Understudy.Testing;

/// <content>Changes of a table that stays where it is.</content>
internal sealed partial class DdlStorm
{
    private StormTable? PickPlain() => PickTable(t => t.IsFull && !t.IsPartitioned);

    private void AddColumn(string algorithm)
    {
        if (PickPlain() is not { } table || table.AddedColumns.Count > 6)
        {
            return;
        }

        var column = $"c{_next++}";
        var position = Chance(0.5) ? " FIRST" : "";
        Execute($"ALTER TABLE {table.Quoted} ADD COLUMN {column} INT DEFAULT {Random.Next(100)}{position}{algorithm}");
        table.AddedColumns.Add(column);
        table.HasBaseColumns = false;
        InsertInto(table, 10);
    }

    private void AddColumnInstant() => AddColumn("");

    private void AddColumnCopy() => AddColumn(", ALGORITHM=COPY");

    private void DropColumn()
    {
        if (PickTable(t => t.AddedColumns.Count > 0) is not { } table)
        {
            return;
        }

        var column = Pick(table.AddedColumns);
        Execute($"ALTER TABLE {table.Quoted} DROP COLUMN {column}");
        table.AddedColumns.Remove(column);
    }

    private void AddIndex()
    {
        if (PickPlain() is not { } table)
        {
            return;
        }

        var index = $"x{_next++}";
        Execute($"CREATE INDEX {index} ON {table.Quoted} (v, k)");
        InsertInto(table, 10);
        if (Chance(0.7))
        {
            Execute($"DROP INDEX {index} ON {table.Quoted}");
        }

        table.HasBaseColumns = false;
    }

    private void AddText()
    {
        if (PickTable(t => !t.IsPartitioned && t.Engine is "InnoDB" or "MyISAM" or "Aria") is not { IsPartitioned: false } table)
        {
            return;
        }

        var index = $"f{_next++}";
        Execute($"ALTER TABLE {table.Quoted} ADD FULLTEXT INDEX {index} (v)");
        InsertInto(table, 10);
        Execute($"ALTER TABLE {table.Quoted} DROP INDEX {index}");
        table.HasBaseColumns = false;
    }

    private void ChangeEngine()
    {
        if (PickPlain() is { } table)
        {
            table.Engine = Pick(["InnoDB", "Aria", "Aria TRANSACTIONAL=0", "MyISAM", "ROCKSDB"]);
            // A changed engine keeps options of the old one in its definition, so it is no partner of an exchange.
            table.HasBaseColumns = false;
            Execute($"ALTER TABLE {table.Quoted} ENGINE={table.Engine}");
            InsertInto(table, 10);
        }
    }

    private void Comment()
    {
        if (PickTable(t => t.IsFull) is { } table)
        {
            Execute($"ALTER TABLE {table.Quoted} COMMENT 'no {_next++}'");
        }
    }

    private void Optimize()
    {
        if (PickTable(t => t.IsFull) is not { } table)
        {
            return;
        }

        Execute($"OPTIMIZE TABLE {table.Quoted}");
        if (table.Engine is "MyISAM" or "Aria" && Chance(0.4))
        {
            Execute($"REPAIR TABLE {table.Quoted}");
        }

        InsertInto(table, 10);
    }

    private void BulkInsert()
    {
        if (PickTable(t => t.IsFull) is not { } table)
        {
            return;
        }

        Execute($"TRUNCATE TABLE {table.Quoted}");
        Execute($"INSERT INTO {table.Quoted} (id, k, v) SELECT seq, seq % 91, MD5(seq) FROM seq_1_to_{500 + Random.Next(1500)}");
    }

    private void DisableKeys()
    {
        if (PickTable(t => t.Engine.StartsWith("Aria", StringComparison.Ordinal) || t.Engine == "MyISAM") is not { } table)
        {
            return;
        }

        Execute($"ALTER TABLE {table.Quoted} DISABLE KEYS");
        InsertInto(table, 50);
        if (Chance(0.8))
        {
            Execute($"ALTER TABLE {table.Quoted} ENABLE KEYS");
        }
    }
}
