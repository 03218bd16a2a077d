using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Damaged;

/// <summary>Damaged pages are found in every form of InnoDB file, named, and fail the backup unless that is allowed.</summary>
public sealed class DamagedPageTests(DamagedServer fixture) : IClassFixture<DamagedServer>
{
    [Fact]
    public void Backup_DamagedPages_FailsAndNamesEachFileAndPage()
    {
        var target = fixture.Place["refused"];

        var result = Backups.Take(fixture.Server, target);

        Backups.AssertFailed(result, 20, "HINT: ", "--allow-damaged-pages");
        foreach (var (name, page) in DamagedServer.Pages)
        {
            Assert.Matches(
                $@"{System.Text.RegularExpressions.Regex.Escape(Path.Combine(fixture.Server.DataDirectory, name))} \(tablespace \d+\): page {page}(;|\n)",
                result.ErrorOutput);
        }

        Assert.DoesNotContain("sound.ibd", result.ErrorOutput, StringComparison.Ordinal);
        Backups.AssertIsNone(target);
        FreeServer.Assert(fixture.Server);
    }

    [Fact]
    public void Backup_DamagedPagesAllowed_ListsThemAndEndsWithWarnings()
    {
        var target = fixture.Place["allowed"];

        var result = Backups.Take(fixture.Server, target, "--allow-damaged-pages");

        Assert.True(result.ExitCode == 3, result.ToString());
        var manifest = Backups.ReadManifest(target);
        Assert.Equal(
            DamagedServer.Pages.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}"),
            manifest.DamagedPages.Select(d => $"{d.Path} {string.Join(',', d.Pages)}"));
        foreach (var damage in manifest.DamagedPages)
        {
            var file = Assert.Single(manifest.Files, f => f.Path == damage.Path);
            Assert.Equal(file.SpaceId, damage.SpaceId);
        }

        var shown = UnderstudyProgram.Run("show", target).Succeeded();
        Assert.Contains("f/plain.ibd", shown.Output, StringComparison.Ordinal);
        using var restored = Backups.RestoreAndStart(
            fixture.Server, target, fixture.Place, "--plugin-load-add=file_key_management", $"--loose-file-key-management-filename={fixture.Place["keys"]}");
        Assert.Equal("2000", restored.QueryScalar("SELECT COUNT(*) FROM f.sound"));
    }
}
