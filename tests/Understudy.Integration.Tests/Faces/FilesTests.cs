using System.Text.RegularExpressions;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>Both programs are run with the same command line on the same quiet server; what they leave is compared.</summary>
public sealed partial class FilesTests
{
    // The server's own note, which the stock tool leaves out; and the table that the first of the two makes, after it has copied.
    private static readonly string[] NotCompared = ["mysql_upgrade_info", "mariadb_upgrade_info", "mysql/mariadb_backup_history.frm", "mysql/mariadb_backup_history.ibd"];

    private static readonly string[] OwnInfoLines = ["uuid", "tool_command", "start_time", "end_time", "lock_time", "binlog_pos", "innodb_to_lsn"];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Backup_SameCommandLine_LeavesTheSame(string version)
    {
        using var bed = new FaceBed(version);
        bed.Server.Execute("CREATE USER backup@localhost IDENTIFIED BY 'hidden'", "GRANT ALL ON *.* TO backup@localhost");
        bed.Server.Execute("CHANGE MASTER 'p1' TO MASTER_HOST='127.0.0.1', MASTER_LOG_FILE='binlog.000007', MASTER_LOG_POS=4711");
        foreach (var program in bed.Both)
        {
            var result = bed.BackUp(
                program, bed.Place[program.Name], $"--extra-lsndir={bed.Place[program.Name + "-lsn"]}", "--history=weekly", "--slave-info", "--galera-info",
                "--no-version-check", "--parallel=2", $"--tmpdir={bed.Place.Path}", "--innodb-log-checkpoint-now", "--user=backup", "--password=hidden");
            CheckLog(result, bed.Place[program.Name]);
        }

        CompareDirectories(bed);
        CompareMetadata(bed);
        CompareModesOfTheEnvironment(bed);
        var rows = bed.Server.Connect().Query(
            "SELECT name, tool_name, tool_version, ibbackup_version, server_version, innodb_from_lsn, partial, incremental, format, compressed "
            + "FROM mysql.mariadb_backup_history ORDER BY start_time");
        Assert.Equal(2, rows.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => rows[0][i]), Enumerable.Range(0, 10).Select(i => rows[1][i]));
    }

    private static void CheckLog(ProcessResult result, string directory)
    {
        var lines = result.ErrorOutput.Split('\n');
        Assert.Contains(lines, line => LatestCheckpoint().IsMatch(line));
        Assert.Contains(lines, line => RedoCopied().IsMatch(line));
        Assert.Contains(lines, line => BinlogPosition().IsMatch(line));
        Assert.Contains(lines, line => line.EndsWith($"Backup created in directory '{directory}/'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("MySQL slave binlog position: master 'p1' filename 'binlog.000007' position '4711'", StringComparison.Ordinal));
        Assert.Matches(LogLine(), lines[^2]);
        Assert.DoesNotContain("hidden", result.ErrorOutput, StringComparison.Ordinal);
    }

    private static void CompareDirectories(FaceBed bed)
    {
        var (stock, ours) = (bed.Place["stock"], bed.Place["ours"]);

        // A table whose creation is still in the redo log has another ending until it is prepared.
        Assert.Equal(
            FaceBed.List(stock).Select(name => name.EndsWith(".new", StringComparison.Ordinal) ? Path.ChangeExtension(name, ".ibd") : name)
                .Order(StringComparer.Ordinal),
            FaceBed.List(ours).Where(name => !NotCompared.Contains(name)).Order(StringComparer.Ordinal));
        Assert.Equal(FaceBed.List(stock + "-lsn"), FaceBed.List(ours + "-lsn"));
        CompareModes(stock, ours);
    }

    // These variables are modes, whatever their names say.
    private static void CompareModesOfTheEnvironment(FaceBed bed)
    {
        var modes = new Dictionary<string, string?>(StringComparer.Ordinal) { ["UMASK"] = "0604", ["UMASK_DIR"] = "0750" };
        foreach (var program in bed.Both)
        {
            FaceBed.RequireDone(program.RunIn(
                "/", modes, "--no-defaults", "--backup", $"--target-dir={bed.Place[program.Name + "-modes"]}", $"--socket={bed.Server.SocketPath}", "--user=root"));
        }

        CompareModes(bed.Place["stock-modes"], bed.Place["ours-modes"]);
    }

    private static void CompareModes(string stock, string ours)
    {
        foreach (var name in FaceBed.List(ours).Append("").Where(name => Path.Exists(Path.Combine(stock, name))))
        {
            Assert.Equal((name, File.GetUnixFileMode(Path.Combine(stock, name))), (name, File.GetUnixFileMode(Path.Combine(ours, name))));
        }
    }

    private static void CompareMetadata(FaceBed bed)
    {
        var prefix = bed.Release.BackupFilePrefix;
        var (stock, ours) = (bed.Place["stock"], bed.Place["ours"]);
        foreach (var name in (string[])["backup-my.cnf", prefix + "slave_info"])
        {
            Assert.Equal(File.ReadAllText($"{stock}/{name}"), File.ReadAllText($"{ours}/{name}"));
        }

        Assert.Equal(Keys($"{stock}/{prefix}checkpoints"), Keys($"{ours}/{prefix}checkpoints"));
        Assert.StartsWith("backup_type = full-backuped\nfrom_lsn = 0\nto_lsn = ", File.ReadAllText($"{ours}/{prefix}checkpoints"), StringComparison.Ordinal);
        Assert.Matches("^binlog\\.\\d{6}\\t\\d+\\t[0-9-]+\\n$", File.ReadAllText($"{stock}/{prefix}binlog_info"));
        Assert.Matches("^binlog\\.\\d{6}\\t\\d+\\t[0-9-]+\\n$", File.ReadAllText($"{ours}/{prefix}binlog_info"));
        foreach (var place in (string[])["", "-lsn"])
        {
            var (theirs, mine) = (File.ReadAllLines($"{stock}{place}/{prefix}info"), File.ReadAllLines($"{ours}{place}/{prefix}info"));
            Assert.Equal(theirs.Select(Key), mine.Select(Key));
            Assert.Equal(theirs.Where(line => !OwnInfoLines.Contains(Key(line))), mine.Where(line => !OwnInfoLines.Contains(Key(line))));
            Assert.Contains("--password=...", mine[3], StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Keys(string file) => File.ReadAllLines(file).Select(Key);

    private static string Key(string line) => line.Split(" = ")[0];

    [GeneratedRegex("^\\[00\\] \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d completed OK!$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LogLine();

    [GeneratedRegex("The latest check point \\(for incremental\\): '\\d+'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LatestCheckpoint();

    [GeneratedRegex("Redo log \\(from LSN \\d+ to \\d+\\) was copied\\.$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RedoCopied();

    [GeneratedRegex("MySQL binlog position: filename 'binlog\\.\\d+', position '\\d+', GTID of the last change '[0-9-]+'$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BinlogPosition();
}
