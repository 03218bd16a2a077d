using Understudy.Fault.Tests.Support;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Incomplete;

/// <summary>Whoever can write a manifest cannot make restore write where it should not, or crash.</summary>
public sealed class ForgedManifestTests(GoodBackup good) : IClassFixture<GoodBackup>
{
    [Theory]
    [InlineData("../escaped")]
    [InlineData("f/../../escaped")]
    [InlineData("/tmp/escaped")]
    public void Restore_PathOutsideTheBackup_IsRefused(string path)
    {
        var manifest = good.Manifest;
        var copy = good.CopyWith(
            $"path-{Math.Abs(path.GetHashCode(StringComparison.Ordinal))}",
            manifest with { Files = [.. manifest.Files, manifest.Files.First(f => f.Path == "f/i.frm") with { Path = path }] });

        Backups.AssertIsNone(copy);
        Assert.False(File.Exists("/tmp/escaped"));
    }

    /// <summary>Below the old data directory by its letters, above the new one by its steps.</summary>
    [Fact]
    public void Restore_ExternalPathThatClimbsOutOfTheDataDirectory_IsRefused()
    {
        var manifest = good.Manifest;
        var copy = good.CopyWith("climbing", manifest with
        {
            Files = [.. manifest.Files.Select(f =>
                f.Path == "f/i.frm" ? f with { ExternalPath = $"{manifest.Server.DataDirectory}/../climbed" } : f)],
        });

        Backups.AssertIsNone(copy);
        Assert.False(File.Exists(good.Place["climbed"]));
    }

    [Theory]
    [InlineData("\"files\": [", "\"files\": [ null,")]
    [InlineData("\"mode\": \"", "\"mode\": \"777777")]
    [InlineData("\"path\": \"ibdata1\"", "\"path\": \"f/i.ibd\"")]
    [InlineData("\"role\": \"SystemTablespace\"", "\"role\": \"Data\"")]
    [InlineData("\"role\": \"RedoLog\"", "\"role\": \"Data\"")]
    public void Restore_ManifestThatMakesNoSense_IsRefused(string find, string replacement)
    {
        var copy = good.CopyEdited($"edit-{Path.GetRandomFileName()[..8]}", text =>
        {
            var at = text.IndexOf(find, StringComparison.Ordinal);
            Assert.True(at >= 0, $"no {find} in the manifest");
            return $"{text[..at]}{replacement}{text[(at + find.Length)..]}";
        });

        Backups.AssertIsNone(copy);
    }
}
