using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>Options that change what is read or left, by both programs with the same command lines on the same quiet server.</summary>
public sealed class OptionsAgainstStockTests
{
    // The server's own note, which the stock tool leaves out.
    private static readonly string[] NotCompared = ["mysql_upgrade_info", "mariadb_upgrade_info"];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Backup_SameOptions_LeavesTheSameFiles(string version)
    {
        using var bed = new FaceBed(version);
        var (file, databases, tables) = (bed.Place["o.cnf"], bed.Place["databases"], bed.Place["tables"]);
        File.WriteAllText(
            file,
            $"[client]\nuser=nobody\n[client_two]\nuser=root\nsocket={bed.Server.SocketPath}\n[mysqld]\nport=1\nuser=mysql\ninnodb_page_size=16384\n"
            + "[mysqld_two]\ninnodb_log_group_home_dir=/somewhere\n[mariadb-backup]\nparallel=2\n");
        File.WriteAllText(databases, "a.rows\nb@002dc\n");
        File.WriteAllText(tables, "a.parts\nb@002dc.m\n");
        string[] connection = [$"--socket={bed.Server.SocketPath}", "--user=root"];
        string[][] lines =
        [
            ["--no-defaults", "--backup", $"--databases-file={databases}", .. connection],
            ["--no-defaults", "--backup", $"--tables-file={tables}", .. connection],
            ["--no-defaults", "--backup", $"--databases-file={bed.Place["missing"]}", .. connection],
            ["--no-defaults", "--backup", $"--tables-file={bed.Place["missing"]}", .. connection],
            ["--no-defaults", "--backup", "--binlog-info=off", "--skip-check-privileges", .. connection],
            ["--no-defaults", "--backup", "--binlog-info=on", "--throttle=4000", "--open-files-limit=2000", "--skip-rocksdb-backup", .. connection],
            [$"--defaults-extra-file={file}", "--defaults-group-suffix=_two", "--backup"],
            [$"--defaults-file={file}", "--backup"],
        ];

        for (var i = 0; i < lines.Length; i++)
        {
            var results = bed.Both.Select(program => program.Run([.. lines[i], $"--target-dir={bed.Place[$"{program.Name}{i}"]}"])).ToArray();

            Assert.True(results[0].ExitCode == results[1].ExitCode, $"{results[0]}\n{results[1]}");
            Assert.All(results, result => Assert.Equal("", result.Output));
            if (results[0].ExitCode == 0)
            {
                Assert.Equal(Listed(bed.Place[$"stock{i}"]), Listed(bed.Place[$"ours{i}"]));
            }
        }

        foreach (var mode in (string[])["--print-defaults", "--print-param"])
        {
            var printed = bed.Both.Select(program => program.Run($"--defaults-file={file}", "--defaults-group-suffix=_two", mode).Succeeded()).ToArray();
            Assert.Equal(Settings(printed[0]), Settings(printed[1]));
        }
    }

    // A table whose creation is still in the redo log has another ending until it is prepared.
    private static string[] Listed(string directory) => [.. FaceBed.List(directory)
        .Where(name => !NotCompared.Contains(name))
        .Select(name => name.EndsWith(".new", StringComparison.Ordinal) ? Path.ChangeExtension(name, ".ibd") : name)
        .Order(StringComparer.Ordinal)];

    // The first line has words of each program's own; in names, an underscore is as good as a hyphen.
    private static string[] Settings(ProcessResult result) =>
        [.. result.Output.Split('\n').Skip(1).Select(line => line.Trim().Replace('_', '-')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
