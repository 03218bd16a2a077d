using System.Globalization;
using System.Text;

namespace Understudy.Bench.SideBySide;

/// <summary>The results as a table of Markdown, the ratios first.</summary>
internal static class ResultTable
{
    internal static string Make(Results results)
    {
        var text = new StringBuilder();
        text.AppendLine("| figure | ours ÷ stock | goal | ours ÷ `cp -r` | understudy | mariadb-backup | `cp -r` |");
        text.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var figure in results.Figures)
        {
            text.AppendLine(
                $"| {figure.Name}, {figure.Unit} | {Strong(results.Ratio(figure, Tool.Stock))} | {(figure.Goal is { } goal ? $"≤ {Text(goal)}" : "")} "
                + $"| {Text(results.Ratio(figure, Tool.Copy))} | {Cell(results, figure, Tool.Ours)} | {Cell(results, figure, Tool.Stock)} | {Cell(results, figure, Tool.Copy)} |");
        }

        return text.ToString();
    }

    /// <summary>A number with as many digits as mean something.</summary>
    internal static string Text(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Strong(double? value) => value is null ? "" : $"**{Text(value)}**";

    private static string Cell(Results results, Figure figure, Tool tool) => results.Spread(figure, tool) is not var (low, high)
        ? ""
        : low == high ? Text(low) : $"{Text(results.Median(figure, tool))} ({Text(low)}–{Text(high)})";
}
