using Understudy.Native.LibC;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Page sizes, checksum formats, row formats, compressed pages.</summary>
public sealed class PageFormatTests
{
    private static readonly (string Table, string Options, int KilobytesMax)[] Formats =
    [
        ("redundant", "ROW_FORMAT=REDUNDANT", 64),
        ("compact", "ROW_FORMAT=COMPACT", 64),
        ("dynamic", "ROW_FORMAT=DYNAMIC", 64),
        ("zip1", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=1", 16),
        ("zip2", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=2", 16),
        ("zip4", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4", 16),
        ("zip8", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8", 16),
        ("zip16", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=16", 16),
        ("packed", "PAGE_COMPRESSED=1", 64),
    ];

    [Theory]
    [InlineData("10.11", 4, "crc32")]
    [InlineData("11.8", 8, "full_crc32")]
    [InlineData("10.11", 16, "crc32")]
    [InlineData("11.8", 32, "crc32")]
    [InlineData("10.11", 64, "full_crc32")]
    public void PageSizeAndChecksum_UnderLoad_ReplaysToTheSource(string version, int kilobytes, string algorithm)
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version),
            RocksDb = true,
            InstallArguments = [$"--innodb-page-size={kilobytes}k", $"--innodb-checksum-algorithm={algorithm}"],
            Arguments = [.. WorkloadOptions.SourceArguments, "--innodb-strict-mode=OFF", "--innodb-flush-log-at-trx-commit=2"],
        });
        trip.Source.Execute("CREATE DATABASE formats");

        // New files may be of the other format than those that are there: one server mixes both.
        foreach (var current in new[] { "crc32", "full_crc32" })
        {
            trip.Source.Execute($"SET GLOBAL innodb_checksum_algorithm={current}");
            foreach (var (table, options, _) in Formats.Where(format => format.KilobytesMax >= kilobytes && !IsTooBig(format.Table, kilobytes)))
            {
                trip.ExecuteIn(
                    "formats",
                    $"CREATE TABLE {table}_{current} (id INT PRIMARY KEY, v VARCHAR(200), w TEXT, KEY (v)) ENGINE=InnoDB CHARACTER SET latin1 {options}",
                    $"INSERT INTO {table}_{current} SELECT seq, MD5(seq), REPEAT(MD5(seq + 1), 9) FROM seq_1_to_1500");
            }
        }

        var state = trip.BackUpUnderLoad();
        trip.Restore().Succeeded();
        trip.ProveReplayed(state);
    }

    /// <summary>The holes of packed pages take no room in the backup, nor where it is restored, even if storage lost them in between.</summary>
    [Fact]
    public void PageCompressed_HolesStayHoles()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(1000)) ENGINE=InnoDB PAGE_COMPRESSED=1",
            "INSERT INTO t SELECT seq, REPEAT(MD5(seq), 30) FROM seq_1_to_20000",
            "FLUSH TABLES t FOR EXPORT");
        var source = Allocated(Path.Combine(trip.Source.DataDirectory, "d", "t.ibd"), out var length);
        Assert.True(source < length / 2, $"the source has no holes: {source} of {length} bytes");

        trip.BackUp();
        Assert.InRange(Allocated(Path.Combine(trip.BackupDirectory, "d", "t.ibd"), out _), 1, source * 12 / 10);

        var filled = trip.Place["filled"];
        RunningProgram.Run("cp", ["-a", "--sparse=never", trip.BackupDirectory, filled]).Succeeded();
        Assert.True(Allocated(Path.Combine(filled, "d", "t.ibd"), out _) >= length, "the copy of the backup still has holes");
        trip.BackupDirectory = filled;
        trip.Prove(ServerState.Capture(trip.Source));
        Assert.InRange(Allocated(Path.Combine(trip.DataDirectory, "d", "t.ibd"), out _), 1, source * 12 / 10);
    }

    private static bool IsTooBig(string table, int kilobytes) => table.StartsWith("zip", StringComparison.Ordinal) && int.Parse(table[3..]) > kilobytes;

    private static long Allocated(string path, out long length)
    {
        Assert.True(FileStatus.TryRead(path, out var status), $"no {path}");
        length = status.SizeBytes;
        return status.AllocatedBytes;
    }
}
