using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>Wrong command lines: both programs end with the same code, and neither writes to standard output what is not asked for.</summary>
public sealed class ExitCodeTests
{
    private static readonly string[] Lines =
    [
        "--no-defaults --bogus",
        "--no-defaults --back",
        "--no-defaults --bogus=1",
        "--no-defaults --core-file=1",
        "--no-defaults --prepare --target-dir",
        "--no-defaults --parallel=1z --prepare",
        "--no-defaults --binlog-info=foo",
        "--no-defaults --innodb-checksum-algorithm=none",
        "--no-defaults -Z",
        "--no-defaults --prepare extra",
        "--no-defaults --prepare --copy-back",
        "--no-defaults --prepare --target-dir=/nonexistent",
        "--no-defaults --prepare --target-dir=/nonexistent --defaults-file=/f",
        "--no-defaults --prepare --target-dir=/nonexistent --loose-bogus --skip-verbose --maximum-parallel=4 -- --bogus word",
        "--prepare --target-dir=/nonexistent --no-defaults",
        "--defaults-file=/nonexistent --backup",
        "--no-defaults --backup --protocol=pigeon",
        "--no-defaults --backup --socket=/nonexistent",
        "--no-defaults --redo-only",
        "--no-defaults --ssl-mode=x",
        "--no-defaults --copy-back --target-dir=/nonexistent --datadir=/nonexistent",
    ];

    // For these the stock tool writes its help; nothing to compare there.
    private static readonly string[] HelpLines = ["--no-defaults", "--no-defaults --help", "--no-defaults --mysqld-args --bogus --prepare"];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void WrongCommandLine_OfBothPrograms_EndsWithTheSameCode(string version)
    {
        using var place = new TemporaryDirectory();
        var stock = BackupProgram.Stock(MariaDbRelease.Find(version));
        var ours = BackupProgram.Ours(place.Path);

        var differences = new List<string>();
        foreach (var line in Lines.Concat(HelpLines))
        {
            var (expected, found) = (stock.Run(line.Split(' ')), ours.Run(line.Split(' ')));
            if (expected.ExitCode != found.ExitCode || expected.Output.Length > 0 != found.Output.Length > 0)
            {
                differences.Add($"{line}: expected {expected.ExitCode}, found {found.ExitCode}\n{found}");
            }

            Assert.DoesNotContain("completed OK!", found.ErrorOutput, StringComparison.Ordinal);
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Version_GoesToStandardError_AsTheStockToolPutsIt(string version)
    {
        using var place = new TemporaryDirectory();
        foreach (var program in (BackupProgram[])[BackupProgram.Stock(MariaDbRelease.Find(version)), BackupProgram.Ours(place.Path)])
        {
            var result = program.Run("--version").Succeeded();

            Assert.Equal("", result.Output);
            Assert.Matches("^\\S*mariadb-backup based on MariaDB server \\d+\\.\\d+\\.\\d+-MariaDB \\S+ \\(x86_64\\)", result.ErrorOutput);
        }
    }

    [Fact]
    public void Help_OnStandardOutput_HasWhatScriptsLookFor()
    {
        using var place = new TemporaryDirectory();

        var help = BackupProgram.Ours(place.Path).Run("--help").Succeeded().Output;

        Assert.Contains("--version-check", help, StringComparison.Ordinal);
        Assert.Contains("--stream", help, StringComparison.Ordinal);
        Assert.Contains("--galera-info", help, StringComparison.Ordinal);
    }
}
