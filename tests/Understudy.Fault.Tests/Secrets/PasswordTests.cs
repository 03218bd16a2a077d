using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Secrets;

/// <summary>A password on the command line is seen nowhere else.</summary>
public sealed class PasswordTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    private const string Password = "s3cr3t-Pa55w0rd";

    [Theory]
    [InlineData("--password=" + Password)]
    [InlineData("-p" + Password)]
    public void Backup_PasswordOnTheCommandLine_IsNeitherShownNorKept(string option)
    {
        fixture.Server.Execute(
            $"CREATE OR REPLACE USER secret@localhost IDENTIFIED BY '{Password}'", "GRANT ALL ON *.* TO secret@localhost");
        var name = Path.GetRandomFileName()[..8];
        using var backup = HeldBackup.StartIn(
            fixture.Server, fixture.Place[name], fixture.Place[name + ".mark"], "block-commit", "--user=secret", option);
        backup.WaitUntilHeld();

        foreach (var process in backup.LivingProcesses())
        {
            Assert.DoesNotContain(Password, File.ReadAllText($"/proc/{process}/cmdline"), StringComparison.Ordinal);
        }

        var result = backup.Finish().Succeeded();
        Assert.DoesNotContain(Password, result.Output + result.ErrorOutput, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(backup.Target).Where(path => new FileInfo(path).Length < 1 << 20))
        {
            Assert.DoesNotContain(Password, File.ReadAllText(file), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Password, UnderstudyProgram.Run("show", backup.Target, "--json").Succeeded().Output, StringComparison.Ordinal);
    }
}
