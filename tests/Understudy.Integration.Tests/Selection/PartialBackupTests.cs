using System.Text.Json;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Selection;

/// <summary>A backup of some tables says what it is, and is restored only when that is known.</summary>
public sealed class PartialBackupTests
{
    [Fact]
    public void PartialBackup_IsMarked_AndRestoredOnlyWhenAllowed()
    {
        using var server = SelectionServer.Start("10.11");
        var (backup, data) = (server.Directory["backup"], server.Directory["restored"]);
        using (var program = new UnderstudyTool().StartBackup(server, backup, null, "--tables-exclude=^a[.](t2|trg|sp)$"))
        {
            program.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();
        }

        using (var manifest = JsonDocument.Parse(File.ReadAllText($"{backup}/understudy.json")))
        {
            Assert.True(manifest.RootElement.GetProperty("partial").GetBoolean());
            Assert.Equal("--tables-exclude: ^a[.](t2|trg|sp)$", manifest.RootElement.GetProperty("selection")[0].GetString());
        }

        Assert.Contains("partial", UnderstudyProgram.Run("show", backup).Succeeded().Output, StringComparison.Ordinal);
        var refused = UnderstudyProgram.Run("restore", backup, "--datadir", data);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("HINT: --allow-partial", refused.ErrorOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));

        UnderstudyProgram.Run("restore", backup, "--datadir", data, "--allow-partial").Succeeded();
        server.Stop();
        using var restored = MariaDbServer.StartOn(data, server.Release);
        Assert.Equal("1,2", restored.QueryScalar("SELECT GROUP_CONCAT(id) FROM a.t1"));
        Assert.Equal("1", restored.QueryScalar("SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_name = 'trg'"));
        Assert.Equal("0", restored.QueryScalar("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'a' AND table_name IN ('t2', 'sp')"));
    }

    [Fact]
    public void Selection_ThatCannotBeMeant_IsAnErrorOfUsage()
    {
        using var server = SelectionServer.Start("11.8");
        foreach (var (option, said) in new[]
        {
            ("--databases=nowhere", "nothing is selected"),
            ("--databases=a a.t9", "selected, but not there: a.t9"),
            ("--tables=a(", "is no POSIX extended regular expression"),
        })
        {
            var target = server.Directory[Path.GetRandomFileName()];
            using var program = new UnderstudyTool().StartBackup(server, target, null, option);

            var result = program.WaitForEnd(TimeSpan.FromMinutes(5));

            Assert.Equal(2, result.ExitCode);
            Assert.Contains(said, result.ErrorOutput, StringComparison.Ordinal);
            Assert.False(Directory.Exists(target));
        }
    }
}
