using System.Text.RegularExpressions;
using System.Xml.Linq;
using Understudy.Cli.Output.Report;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Cli.Tests.Output;

/// <summary>The page of <c>show --html</c>.</summary>
public sealed partial class ReportPageTests
{
    private const string Example = "docs/formats/manifest-example.json";

    [Fact]
    public void Of_AnyManifest_IsWellFormedAndNeedsNoNetwork()
    {
        var page = ReportPage.Of(Manifest(), "/backups/monday");

        var document = Parse(page);
        Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName is "href" or "src");
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NamesThatLookLikeMarkUp_EscapesThem()
    {
        var evil = "<script>alert(1)</script>&\"'";
        var manifest = Manifest();
        manifest = manifest with
        {
            Server = manifest.Server with { HostName = evil },
            Warnings = [evil],
            DamagedPages = [new ManifestDamage(evil, 7, [3, 4])],
            Timeline = new ManifestTimeline([], new ManifestBlockedStatement("FLUSH", 1.5, evil, evil)),
        };

        var document = Parse(ReportPage.Of(manifest, evil));

        Assert.Empty(document.Descendants("script"));
        Assert.Equal($"Backup of {evil}", document.Descendants("h1").Single().Value);
        Assert.Contains(document.Descendants("code"), code => code.Value == evil);
    }

    [Fact]
    public void Of_ABackupThatIsNotVerified_SaysSo()
    {
        var manifest = Manifest();
        Assert.Contains("Every page was verified", ReportPage.Of(manifest, "/b"), StringComparison.Ordinal);
        var unverified = manifest with { Files = [manifest.Files[0].WithHashes(HashKind.Xxh64, []) with { Unverified = true }, .. manifest.Files.Skip(1)] };

        var page = ReportPage.Of(unverified, "/b");

        Assert.DoesNotContain("Every page was verified", page, StringComparison.Ordinal);
        Assert.Contains($"This backup is not verified: 1 of {manifest.Files.Count} files", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Stages_DrawsABarForEachThatTookTime()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var manifest = Manifest() with
        {
            StartedAt = start,
            EndedAt = start.AddSeconds(100),
            Stages =
            [
                new ManifestStage("START", start.AddSeconds(1), 0, 88, 10, 1000),
                new ManifestStage("FLUSH", start.AddSeconds(89), 1, 4, 1, 10),
                new ManifestStage("BLOCK_DDL", start.AddSeconds(94), 0, 2, 1, 10),
                new ManifestStage("BLOCK_COMMIT", start.AddSeconds(96), 0, 1, 1, 10),
                new ManifestStage("END", start.AddSeconds(97), 0, 3, 1, 10),
            ],
        };

        var svg = Parse(ReportPage.Of(manifest, "/b")).Descendants().Where(element => element.Name.LocalName == "svg").ToList();

        var whole = svg[0].Elements().Where(element => element.Name.LocalName == "rect").ToList();
        Assert.Equal(["free", "wait", "flush", "ddl", "commit", "free"], whole.Select(bar => (string?)bar.Attribute("class")));
        var held = whole[2];
        Assert.Equal("FLUSH: held 4.000 s", held.Value);
        Assert.Equal(TimeAxis.Left + (0.9 * (TimeAxis.Right - TimeAxis.Left)), (double)held.Attribute("x")!, 0.1);
        Assert.Equal(0.04 * (TimeAxis.Right - TimeAxis.Left), (double)held.Attribute("width")!, 0.1);
        Assert.Equal(6, svg[1].Elements().Count(element => element.Name.LocalName == "rect"));
    }

    [Theory]
    [InlineData(0.0123, 0.02)]
    [InlineData(1, 1)]
    [InlineData(4.2, 5)]
    [InlineData(700, 1000)]
    public void Step_IsRound(double least, double expected) => Assert.Equal(expected, TimeAxis.Step(least), 6);

    private static BackupManifest Manifest() => ManifestDocument.Read(
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', RepositoryFiles.ReadLines(Example)) + "\n"), Example);

    private static XDocument Parse(string page) => XDocument.Parse(DocumentType().Replace(page, "", 1));

    [GeneratedRegex("<!DOCTYPE html>", RegexOptions.NonBacktracking)]
    private static partial Regex DocumentType();
}
