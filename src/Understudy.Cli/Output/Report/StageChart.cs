using System.Globalization;
using Understudy.Formats.Manifest;

namespace Understudy.Cli.Output.Report;

/// <summary>The stages on a time axis: pale while one is asked for, in its colour while it is held.</summary>
internal static class StageChart
{
    private const int RowHeight = 26;
    private const double BarWidthMin = 1.5;

    /// <summary>Draws the stages between two moments, in seconds since the backup began.</summary>
    internal static Html Draw(BackupManifest manifest, TimeAxis axis, string label)
    {
        var html = new Html();
        var height = (manifest.Stages.Count * RowHeight) + 10;
        html.Add($"<svg viewBox=\"0 0 1000 {height + 22}\" role=\"img\" aria-label=\"{label}\">");
        axis.Draw(html, 4, height);
        for (var i = 0; i < manifest.Stages.Count; i++)
        {
            var stage = manifest.Stages[i];
            var requested = (stage.RequestedAt - manifest.StartedAt).TotalSeconds;
            var entered = requested + stage.WaitedSeconds;
            var y = 6 + (i * RowHeight);
            html.Add($"<text x=\"0\" y=\"{y + 14}\">{stage.Name}</text>");
            Bar(html, axis, "wait", requested, entered, y, string.Create(CultureInfo.InvariantCulture, $"{stage.Name}: waited {stage.WaitedSeconds:0.000} s"));
            Bar(html, axis, Class(stage.Name), entered, entered + stage.HeldSeconds, y, string.Create(CultureInfo.InvariantCulture, $"{stage.Name}: held {stage.HeldSeconds:0.000} s"));
        }

        return html.AddConstant("</svg>");
    }

    /// <summary>What waits while a stage is held.</summary>
    internal static string Blocks(string stage) => stage switch
    {
        "FLUSH" => "new writes to MyISAM, CSV, ARCHIVE, Aria without log, and MyRocks",
        "BLOCK_DDL" => "the same, and DDL",
        "BLOCK_COMMIT" => "the same, and commits",
        _ => "nothing",
    };

    private static string Class(string stage) => stage switch
    {
        "FLUSH" => "flush",
        "BLOCK_DDL" => "ddl",
        "BLOCK_COMMIT" => "commit",
        _ => "free",
    };

    private static void Bar(Html html, TimeAxis axis, string cssClass, double from, double to, int y, string title)
    {
        if (to > from && to > axis.From && from < axis.To)
        {
            var width = Math.Max(BarWidthMin, axis.X(to) - axis.X(from));
            html.Add($"<rect class=\"{cssClass}\" x=\"{axis.X(from):0.#}\" y=\"{y}\" width=\"{width:0.#}\" height=\"18\" rx=\"2\"><title>{title}</title></rect>");
        }
    }
}
