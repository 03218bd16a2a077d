namespace Understudy.Testing;

/// <content>Partitioned tables.</content>
internal sealed partial class DdlStorm
{
    private StormTable? PickPartitioned() => PickTable(t => t.IsPartitioned);

    // MyRocks refuses both: "Tables have different definitions".
    private StormTable? PickExchangeable() => PickTable(t => t.IsPartitioned && t.Engine != "ROCKSDB");

    private void CreatePartitioned()
    {
        var table = Add(Pick(PartitionEngines));
        table.IsPartitioned = true;
        Execute($"CREATE TABLE {table.Quoted} {Columns(table.Engine)} ENGINE={table.Engine} PARTITION BY RANGE (id) "
            + "(PARTITION p0 VALUES LESS THAN (1000), PARTITION p1 VALUES LESS THAN (2000), "
            + "PARTITION p2 VALUES LESS THAN (3000))");
        InsertInto(table, 1 + Random.Next(500));
    }

    private void TruncatePartition()
    {
        if (PickPartitioned() is { } table)
        {
            Execute($"ALTER TABLE {table.Quoted} TRUNCATE PARTITION p{Random.Next(3)}");
            InsertInto(table, 30);
        }
    }

    private void Exchange()
    {
        if (PickExchangeable() is not { } table)
        {
            return;
        }

        var other = Add(table.Engine);
        Execute($"CREATE TABLE {other.Quoted} LIKE {table.Quoted}");
        Execute($"ALTER TABLE {other.Quoted} REMOVE PARTITIONING");
        Execute($"INSERT INTO {other.Quoted} (id, k, v) SELECT seq, seq, 'exchanged' FROM seq_1_to_{1 + Random.Next(300)}");
        Execute($"ALTER TABLE {table.Quoted} EXCHANGE PARTITION p0 WITH TABLE {other.Quoted}");
        InsertInto(table, 10);
        InsertInto(other, 10);
    }

    private void Convert()
    {
        if (PickExchangeable() is not { } table)
        {
            return;
        }

        var other = Add(table.Engine);
        Execute($"ALTER TABLE {table.Quoted} CONVERT PARTITION p2 TO TABLE {other.Quoted}");
        if (Chance(0.5))
        {
            Execute($"ALTER TABLE {table.Quoted} CONVERT TABLE {other.Quoted} TO PARTITION p2 VALUES LESS THAN (3000)");
            _tables.Remove(other);
        }
        else
        {
            InsertInto(other, 10);
            Execute($"ALTER TABLE {table.Quoted} ADD PARTITION (PARTITION p2 VALUES LESS THAN (3000))");
        }
    }

    private void Reorganize()
    {
        if (PickPartitioned() is { } table)
        {
            Execute($"ALTER TABLE {table.Quoted} REORGANIZE PARTITION p0 INTO "
                + "(PARTITION pa VALUES LESS THAN (500), PARTITION pb VALUES LESS THAN (1000))");
            InsertInto(table, 30);
            Execute($"ALTER TABLE {table.Quoted} REORGANIZE PARTITION pa, pb INTO (PARTITION p0 VALUES LESS THAN (1000))");
        }
    }

    private void AddAndDropPartition()
    {
        if (PickPartitioned() is { } table)
        {
            Execute($"ALTER TABLE {table.Quoted} DROP PARTITION p2");
            Execute($"ALTER TABLE {table.Quoted} ADD PARTITION (PARTITION p2 VALUES LESS THAN (3000))");
            InsertInto(table, 30);
        }
    }

    private void RemovePartitioning()
    {
        if (PickPartitioned() is { } table)
        {
            Execute($"ALTER TABLE {table.Quoted} REMOVE PARTITIONING");
            table.IsPartitioned = false;
        }
    }
}
