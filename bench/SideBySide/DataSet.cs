using System.Globalization;

namespace Understudy.Bench.SideBySide;

/// <summary>
/// The data: one InnoDB table with nearly half of the bytes, a dozen middling ones, 2,000 tiny ones, MyISAM and Aria tables that
/// nobody writes to, and one MyISAM table that the load writes to. Made once in a directory, and used again.
/// </summary>
/// <param name="settings">Where, and how large.</param>
internal sealed class DataSet(Settings settings)
{
    internal const int TinyTables = 2000;
    internal const int MiddlingTables = 12;

    // Rows of about 1,000 bytes: 15 a page.
    private const int RowBytes = 1060;
    private const int RowsAPage = 14;
    // The tiny tables, and what a server has at least.
    private const long OtherBytes = 250L << 20;
    private const int IdleTables = 4;
    private const int ActiveMyIsamRows = 20_000;
    private const int RowsAtOnce = 50_000;
    private const double BigShare = 0.43;
    private const double MiddlingShare = 0.15;
    private const double MyIsamShare = 0.3;
    private const double AriaShare = 0.08;

    private static readonly string[] Options =
        ["--innodb-buffer-pool-size=512M", "--innodb-log-file-size=1G", "--innodb-doublewrite=OFF", "--innodb-flush-log-at-trx-commit=0", "--sync-binlog=0"];

    private string Marker => Path.Combine(settings.Directory, "data-is-made");

    private int MiddlingRows => Rows(MiddlingShare / MiddlingTables);

    /// <summary>Rows of the tables that the load writes to.</summary>
    internal (int InnoDb, int MyIsam) LoadRows => (MiddlingRows, ActiveMyIsamRows);

    /// <summary>Makes the data if they are not there.</summary>
    internal void Make()
    {
        if (File.Exists(Marker))
        {
            return;
        }

        Console.Error.WriteLine($"making the data set of {settings.SizeBytes >> 20} MiB in {settings.Directory}");
        var data = BenchServer.DataDirectory(settings.Directory);
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }

        Directory.CreateDirectory(settings.Directory);
        BenchServer.Install(settings.Directory, settings.Log("install"));
        using (var server = BenchServer.Start(settings.Directory, Options))
        {
            Fill(server);
        }

        File.WriteAllText(Marker, "");
    }

    /// <summary>The statement that changes a row in one page of a hundred of the big table.</summary>
    internal static string ChangeOnePercent(int round) =>
        $"UPDATE big SET k = k + 1 WHERE id % {RowsAPage * 100} = {7 + round}";

    /// <summary>Bytes of the server's files, but for the redo log, of which every backup has as much as it needs.</summary>
    internal long Measure() => Directory
        .EnumerateFiles(BenchServer.DataDirectory(settings.Directory), "*", SearchOption.AllDirectories)
        .Where(file => !Path.GetFileName(file).StartsWith("ib_logfile", StringComparison.Ordinal) && Path.GetFileName(file) != "ibtmp1")
        .Sum(file => new FileInfo(file).Length);

    private int Rows(double share) => (int)Math.Max(100, (settings.SizeBytes - Math.Min(OtherBytes, settings.SizeBytes / 2)) * share / RowBytes);

    private void Fill(BenchServer server)
    {
        server.Execute("CREATE DATABASE bench", "CREATE DATABASE tiny");
        using var session = server.Connect();
        session.Execute("USE bench");
        FillTable("big", "InnoDB", Rows(BigShare));
        for (var i = 1; i <= MiddlingTables; i++)
        {
            FillTable($"mid{i}", "InnoDB", MiddlingRows);
        }

        for (var i = 1; i <= IdleTables; i++)
        {
            FillTable($"idle_myisam{i}", "MyISAM", Rows(MyIsamShare / IdleTables));
            FillTable($"idle_aria{i}", "Aria", Rows(AriaShare / IdleTables));
        }

        FillTable("load_myisam", "MyISAM", ActiveMyIsamRows);
        for (var i = 1; i <= TinyTables; i++)
        {
            session.Execute($"CREATE TABLE tiny.t{i} (id INT PRIMARY KEY, c VARCHAR(100)) ENGINE=InnoDB");
            session.Execute($"INSERT INTO tiny.t{i} VALUES ({i}, 'tiny')");
        }

        void FillTable(string name, string engine, int rows)
        {
            session.Execute($"CREATE TABLE {name} (id INT PRIMARY KEY, k INT NOT NULL, c CHAR(60) NOT NULL, pad VARCHAR(1000) NOT NULL) ENGINE={engine}");
            var digests = string.Join(", ", Enumerable.Range(1, 7).Select(i => $"SHA2(CONCAT(seq, '{i}'), 512)"));
            for (var from = 1; from <= rows; from += RowsAtOnce)
            {
                var to = Math.Min(rows, from + RowsAtOnce - 1).ToString(CultureInfo.InvariantCulture);
                session.Execute($"INSERT INTO {name} SELECT seq, seq, MD5(seq), CONCAT({digests}) FROM seq_{from}_to_{to}");
            }
        }
    }
}
