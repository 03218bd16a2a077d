namespace Understudy.Integration.Tests.Faces;

/// <summary>Damaged pages: the same list as the stock tool's, but never an end that says that all is well.</summary>
public sealed class DamagedTests
{
    private const int PageBytes = 16384;
    private const int DamagedPage = 6;

    [Fact]
    public void Backup_WithDamagedPage_ListsItAndFails()
    {
        using var bed = new FaceBed("10.11");
        Damage(Path.Combine(bed.Server.DataDirectory, "a/rows.ibd"));
        var space = bed.Server.QueryScalar("SELECT SPACE FROM information_schema.INNODB_SYS_TABLESPACES WHERE NAME = 'a/rows'");
        var expected = $"a/rows {space}\n{DamagedPage}";

        foreach (var program in bed.Both)
        {
            var refused = program.Run("--no-defaults", "--backup", $"--target-dir={bed.Place[$"no-{program.Name}"]}", $"--socket={bed.Server.SocketPath}", "--user=root");
            Assert.Equal(1, refused.ExitCode);
            Assert.Equal(program == bed.Ours, refused.ErrorOutput.Contains("--log-innodb-page-corruption takes", StringComparison.Ordinal));

            var directory = bed.Place[$"damaged-{program.Name}"];
            var result = program.Run(
                "--no-defaults", "--backup", "--log-innodb-page-corruption", $"--target-dir={directory}", $"--socket={bed.Server.SocketPath}", "--user=root");
            Assert.Equal(expected, File.ReadAllText($"{directory}/innodb_corrupted_pages").TrimEnd());
            Assert.Equal(program == bed.Stock ? 0 : 1, result.ExitCode);
            Assert.Equal(program == bed.Stock, result.ErrorOutput.Contains("completed OK!", StringComparison.Ordinal));

            var prepared = program.Run("--prepare", $"--target-dir={directory}");
            Assert.Equal(1, prepared.ExitCode);
            Assert.DoesNotContain("completed OK!", prepared.ErrorOutput, StringComparison.Ordinal);
        }
    }

    private static void Damage(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = (DamagedPage * PageBytes) + 300;
        file.Write("damaged!"u8);
    }
}
