using System.Globalization;
using System.Text.RegularExpressions;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Reports;

/// <summary>The report of a real backup in a real browser.</summary>
[Trait("Tier", "integration")]
public sealed partial class ReportInBrowserTests
{
    private const double ReadableContrast = 4.5; // WCAG 2, level AA
    private const string Browser = "chromium";

    private static readonly string[] BrowserOptions =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--window-size=1100,1500",
    ];

    // Measures the page where it is shown, and writes the figures into it.
    private const string Probe =
        """
        <script>
        const style = getComputedStyle(document.body), light = c => { const [r, g, b] = c.match(/[0-9.]+/g).map(v => { v /= 255;
          return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
        const dim = getComputedStyle(document.querySelector('.dim')).color;
        const bars = [...document.querySelectorAll('svg rect')].filter(bar => bar.getBoundingClientRect().width > 0.5).length;
        document.title = 'facts ' + [light(style.backgroundColor), contrast(style.color, style.backgroundColor), contrast(dim, style.backgroundColor),
          document.documentElement.scrollWidth - document.documentElement.clientWidth, bars, performance.getEntriesByType('resource').length].join(' ') + ' end';
        </script>
        """;

    [Fact]
    public void Html_OfABackup_IsReadableInLightDarkAndOnPaper()
    {
        using var work = new TemporaryDirectory();
        using var server = MariaDbServer.Start(MariaDbRelease.Find("10.11"));
        server.Execute("CREATE DATABASE a", "CREATE TABLE a.t (a INT PRIMARY KEY)", "CREATE TABLE a.m (a INT) ENGINE=MyISAM");
        var backup = Path.Combine(work.Path, "backup");
        UnderstudyProgram.Run(["backup", "--no-defaults", "--socket", server.SocketPath, "--target-dir", backup]).Succeeded();
        var page = Path.Combine(work.Path, "report.html");

        UnderstudyProgram.Run(["show", backup, "--html", page]).Succeeded();

        var probed = Path.Combine(work.Path, "probed.html");
        File.WriteAllText(probed, File.ReadAllText(page).Replace("</body>", Probe + "</body>", StringComparison.Ordinal));
        AssertReadable(Look(work.Path, probed, "--blink-settings=preferredColorScheme=1"), isDark: false);
        AssertReadable(Look(work.Path, probed, "--blink-settings=preferredColorScheme=0"), isDark: true);
        var paper = Path.Combine(work.Path, "report.pdf");
        RunBrowser(work.Path, $"--print-to-pdf={paper}", "file://" + page);
        Assert.StartsWith("%PDF", File.ReadAllText(paper, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    private static double[] Look(string work, string page, string scheme)
    {
        var shown = RunBrowser(work, scheme, "--dump-dom", "file://" + page);
        var facts = Facts().Match(shown);
        Assert.True(facts.Success, shown);
        return [.. facts.Groups["numbers"].Value.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static void AssertReadable(double[] facts, bool isDark)
    {
        Assert.True(isDark ? facts[0] < 0.1 : facts[0] > 0.9, $"background of lightness {facts[0]}");
        Assert.True(facts[1] >= ReadableContrast, $"text has a contrast of {facts[1]}");
        Assert.True(facts[2] >= ReadableContrast, $"dim text has a contrast of {facts[2]}");
        Assert.True(facts[3] <= 0, $"the page is {facts[3]} pixels wider than the window");
        Assert.True(facts[4] >= 8, $"only {facts[4]} bars are to be seen");
        Assert.Equal(0, facts[5]);
    }

    private static string RunBrowser(string work, params string[] arguments)
    {
        using var browser = RunningProgram.Start(Browser, [.. BrowserOptions, $"--user-data-dir={Path.Combine(work, "browser")}", .. arguments]);
        var result = browser.WaitForEnd(TimeSpan.FromMinutes(2));
        result.Succeeded();
        return result.Output;
    }

    [GeneratedRegex("<title>facts (?<numbers>[-0-9. e]+) end</title>", RegexOptions.NonBacktracking)]
    private static partial Regex Facts();
}
