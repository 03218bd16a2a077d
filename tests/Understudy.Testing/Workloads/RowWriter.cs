namespace Understudy.Testing;

/// <summary>Writes rows to the fixed tables: single statements in every engine, and transactions over several tables.</summary>
internal sealed class RowWriter(
    MariaDbServer server, IReadOnlyList<WorkloadTable> tables, int number, int seed, TimeSpan pause)
    : WorkloadThread(server, $"writer {number}", seed, pause)
{
    private const int RowCountMax = 12;

    private readonly WorkloadTable[] _writable = [.. tables.Where(t => t.Pattern != WritePattern.None)];
    private readonly WorkloadTable[] _transactional = [.. tables.Where(t => t.Pattern == WritePattern.Transactional)];

    protected override void Step()
    {
        switch (Random.Next(10))
        {
            case < 6:
                Write(Pick(_writable));
                break;
            case < 8:
                WriteTransaction();
                break;
            case 8:
                WriteRelated();
                break;
            default:
                Execute($"SELECT NEXTVAL(shop.{Pick(["s_innodb", "s_aria", "s_myisam"])})");
                break;
        }
    }

    private void WriteTransaction()
    {
        Execute("START TRANSACTION");
        for (var count = 1 + Random.Next(4); count > 0; count--)
        {
            Write(Pick(_transactional));
        }

        Execute(Chance(0.15) ? "ROLLBACK" : "COMMIT");
    }

    private void WriteRelated()
    {
        switch (Random.Next(3))
        {
            case 0:
                Execute($"REPLACE INTO shop.parent VALUES ({1 + Random.Next(60)}, MD5({Random.Next()}))");
                break;
            case 1:
                Execute($"INSERT IGNORE INTO shop.child VALUES ({Random.Next(5000)}, {1 + Random.Next(60)})");
                break;
            default:
                Execute($"INSERT INTO shop.m_merge VALUES ({Random.Next()}, MD5({Random.Next()}))");
                break;
        }
    }

    private void Write(WorkloadTable table)
    {
        var what = table.Pattern == WritePattern.InsertOnly ? 0 : Random.Next(10);
        var key = table.Pattern == WritePattern.NoPrimaryKey ? "k" : "id";
        if (what < 5)
        {
            Insert(table);
            return;
        }

        var from = Random.Next(key == "id" ? 1500 : 100_000);
        if (what < 8)
        {
            Execute($"UPDATE {table.Quoted} SET v = CONCAT('u', MD5({Random.Next()})), k = {Random.Next(100_000)} "
                + $"WHERE {key} BETWEEN {from} AND {from + (key == "id" ? 8 : 800)}");
        }
        else
        {
            Execute($"DELETE FROM {table.Quoted} WHERE {key} BETWEEN {from} AND {from + (key == "id" ? 12 : 1200)}");
        }
    }

    private void Insert(WorkloadTable table)
    {
        var isFixed = table.Name.EndsWith("_fixed", StringComparison.Ordinal) || table.Name == "c_plain";
        var rows = Enumerable.Range(0, 1 + Random.Next(RowCountMax)).Select(_ =>
        {
            var bytes = isFixed ? "MD5(RAND())" : $"REPEAT(UNHEX(MD5({Random.Next()})), {Random.Next(Chance(0.05) ? 900 : 12)})";
            var extra = table.ExtraValue.Length == 0 ? "" : $", {table.ExtraValue}";
            return $"({Random.Next(100_000)}, CONCAT('word{Random.Next(50)} ', MD5({Random.Next()})), {bytes}{extra})";
        });
        var column = table.ExtraColumn.Length == 0 ? "" : $", {table.ExtraColumn}";
        Execute($"INSERT INTO {table.Quoted} (k, v, b{column}) VALUES {string.Join(", ", rows)}");
    }
}
