using System.Globalization;

namespace Understudy.Bench.SideBySide;

/// <summary>
/// A backup of the stock tool with much redo log: its server writes changed pages as late as it can, and single rows of all
/// middling tables are changed, removed and inserted until the log is long enough. Made once, and used again.
/// </summary>
/// <param name="settings">Where, and how much.</param>
internal sealed class RedoBackup(Settings settings)
{
    private const int Threads = 2;
    private const int StepsAtOnce = 5000;

    private static readonly string[] Options =
    [
        "--innodb-log-file-size=4G", "--innodb-buffer-pool-size=1G", "--innodb-flush-log-at-trx-commit=0", "--innodb-adaptive-flushing=OFF",
        "--innodb-max-dirty-pages-pct=99", "--innodb-max-dirty-pages-pct-lwm=0", "--innodb-doublewrite=OFF", "--innodb-stats-auto-recalc=OFF",
    ];

    internal string Path { get; } = System.IO.Path.Combine(settings.Directory, "redo-backup");

    internal void Make(int rows)
    {
        if (File.Exists(System.IO.Path.Combine(Path, "xtrabackup_info")) || File.Exists(System.IO.Path.Combine(Path, "mariadb_backup_info")))
        {
            return;
        }

        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        using var server = BenchServer.Start(settings.Directory, Options);
        server.Execute("USE bench", Procedure(rows));
        while (RedoBytes(server) is var bytes && bytes < settings.RedoBytes)
        {
            Console.Error.WriteLine($"{bytes >> 20} MiB of redo log");
            var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() => server.Execute("USE bench", $"CALL work({i}, {StepsAtOnce})"))).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        }

        MeasuredProcess.Run(new Commands(settings, server.Socket).Backup(Tool.Stock, Path), settings.Log("redo-backup"));
    }

    private static long RedoBytes(BenchServer server) => long.Parse(
        server.Scalar(
            "SELECT CAST(SUM(IF(variable_name = 'INNODB_LSN_CURRENT', 1, -1) * variable_value) AS INT) FROM information_schema.global_status "
            + "WHERE variable_name IN ('INNODB_LSN_CURRENT', 'INNODB_LSN_LAST_CHECKPOINT')")!,
        CultureInfo.InvariantCulture);

    private static string Procedure(int rows) => $"""
        CREATE OR REPLACE PROCEDURE work(t INT, n INT)
        BEGIN
          DECLARE i INT DEFAULT 0;
          WHILE i < n DO
            SET @id = FLOOR(1 + RAND() * {rows}), @t = CONCAT('mid', 1 + (t * 6 + i % 6) % {DataSet.MiddlingTables});
            START TRANSACTION;
            EXECUTE IMMEDIATE CONCAT('UPDATE ', @t, ' SET k = k + 1, c = ? WHERE id = ?') USING SHA2(RAND(), 224), @id;
            SET @id = FLOOR(1 + RAND() * {rows});
            EXECUTE IMMEDIATE CONCAT('DELETE FROM ', @t, ' WHERE id = ?') USING @id;
            EXECUTE IMMEDIATE CONCAT('INSERT INTO ', @t, ' VALUES (?, ?, ?, ?)') USING @id, i, MD5(RAND()), REPEAT(SHA2(RAND(), 512), 7);
            COMMIT;
            SET i = i + 1;
          END WHILE;
        END
        """;
}
