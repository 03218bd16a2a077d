using System.Text.Json;
using Understudy.Cli.Output;
using Understudy.Engine;
using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Cli.Tests.Documents;

/// <summary>docs/json-output.md is the contract of --json: every line that is written must be described there, field by field.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class JsonOutputTests
{
    private const string Document = "docs/json-output.md";

    [Fact]
    public void Lines_OfEveryKind_HaveOnlyDescribedFields()
    {
        var lines = Write();
        Assert.Equal(
            ["done", "error", "milestone", "progress", "stage", "waiting", "warning"],
            lines.Select(line => line.GetProperty("event").GetString()!).Distinct().Order(StringComparer.Ordinal));
        foreach (var line in lines)
        {
            var described = Fields(line.GetProperty("event").GetString()!);
            foreach (var field in line.EnumerateObject())
            {
                Assert.Contains(field.Name, described);
            }
        }
    }

    [Fact]
    public void Document_NamesEveryFieldOfTheTypes()
    {
        var described = new[] { "stage", "waiting", "milestone", "warning", "progress", "done", "error" }.SelectMany(Fields).ToHashSet();
        var defined = CliJson.Default.EventLine.Properties.Concat(CliJson.Default.ErrorLine.Properties).Select(p => p.Name).ToHashSet();
        Assert.Equal(defined.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_NamesEveryFieldOfTheLinesOfLog()
    {
        Assert.Equal(
            CliJson.Default.LogLine.Properties.Select(p => p.Name),
            MarkdownSection.Read(Document, "### record").FirstCells.Select(cell => cell.Trim('`')));
        Assert.Equal(
            CliJson.Default.LogSummaryLine.Properties.Select(p => p.Name),
            MarkdownSection.Read(Document, "### summary").FirstCells.Select(cell => cell.Trim('`')));
    }

    [Fact]
    public void Document_NamesEveryFieldOfTheLinesOfStages() => Assert.Equal(
        CliJson.Default.StageMatrixLine.Properties.Select(p => p.Name),
        MarkdownSection.Read(Document, "### matrix").FirstCells.Select(cell => cell.Trim('`')));

    [Fact]
    public void Document_NamesEveryFieldOfTheLinesOfSnapshots() => Assert.Equal(
        CliJson.Default.SnapshotLine.Properties.Select(p => p.Name),
        MarkdownSection.Read(Document, "### snapshot").FirstCells.Select(cell => cell.Trim('`')));

    [Fact]
    public void Document_NamesEveryFieldOfTheLinesOfStatus()
    {
        Assert.Equal(
            CliJson.Default.StatusLine.Properties.Select(p => p.Name),
            MarkdownSection.Read(Document, "### status").FirstCells.Select(cell => cell.Trim('`')));
        Assert.Equal(
            CliJson.Default.StatusProcessLine.Properties.Select(p => p.Name),
            MarkdownSection.Read(Document, "### connection").FirstCells.Select(cell => cell.Trim('`')));
    }

    private static HashSet<string> Fields(string kind) =>
    [
        .. MarkdownSection.Read(Document, "## Every line").FirstCells.Select(cell => cell.Trim('`')),
        .. MarkdownSection.Read(Document, $"### {kind}").FirstCells.Select(cell => cell.Trim('`')),
    ];

    private static List<JsonElement> Write()
    {
        var (outBefore, errorBefore) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        try
        {
            Console.SetOut(output);
            Console.SetError(TextWriter.Null);
            using (var reporter = new Reporter(new OperationProgress(), OutputMode.Json) { ShowsProfile = true })
            {
                reporter.Milestone("m");
                reporter.Warning("w");
                reporter.StageReached("START", TimeSpan.FromSeconds(1));
                reporter.Waiting("FLUSH", TimeSpan.FromSeconds(2), "somebody");
                reporter.Done("/d", "done");
                SpinWait.SpinUntil(() => output.ToString().Contains("\"progress\"", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
            }

            Failures.Report(new FailureException(FailureKind.Failed, "message", "hint"), asJson: true);
        }
        finally
        {
            Console.SetOut(outBefore);
            Console.SetError(errorBefore);
        }

        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
