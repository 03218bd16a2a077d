using System.Globalization;
using System.Text;

namespace Understudy.Bench.SideBySide;

/// <summary>A plot of the ratios: a bar for each figure that both tools have, on a logarithmic scale, with the goals.</summary>
internal static class ResultPlot
{
    private const int Width = 900;
    private const int Left = 390;
    private const int Right = 840;
    private const int Top = 44;
    private const int RowHeight = 24;
    private const double Least = 0.01;
    private const double Most = 4;
    private static readonly double[] Marks = [0.01, 0.03, 0.1, 0.3, 1, 3];

    internal static string Draw(Results results)
    {
        var figures = results.Figures.Where(figure => results.Ratio(figure, Tool.Stock) is > 0).ToList();
        var bottom = Top + (figures.Count * RowHeight);
        var svg = new StringBuilder();
        svg.AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {bottom + 30}" font-family="system-ui, sans-serif" font-size="13">""");
        svg.AppendLine($"""<rect width="{Width}" height="{bottom + 30}" fill="#fff"/>""");
        svg.AppendLine("""<text x="12" y="20" font-weight="bold">understudy ÷ mariadb-backup: left of 1 is better (of rates: stock ÷ ours)</text>""");
        foreach (var mark in Marks)
        {
            svg.AppendLine($"""<line x1="{X(mark)}" x2="{X(mark)}" y1="{Top - 8}" y2="{bottom}" stroke="{(mark == 1 ? "#444" : "#ddd")}"/>""");
            svg.AppendLine($"""<text x="{X(mark)}" y="{bottom + 18}" text-anchor="middle" fill="#666">{mark.ToString(CultureInfo.InvariantCulture)}</text>""");
        }

        for (var i = 0; i < figures.Count; i++)
        {
            DrawRow(svg, results, figures[i], Top + (i * RowHeight));
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void DrawRow(StringBuilder svg, Results results, Figure figure, int y)
    {
        var ratio = results.Ratio(figure, Tool.Stock)!.Value;
        if (figure.IsRate)
        {
            ratio = 1 / ratio;
        }

        var (one, end) = (X(1), X(ratio));
        var isMissed = figure.Goal is { } wanted ? ratio > wanted : ratio > 1;
        svg.AppendLine($"""<text x="{Left - 10}" y="{y + 15}" text-anchor="end">{figure.Name}</text>""");
        svg.AppendLine(
            $"""<rect x="{Number(Math.Min(X(1, exact: true), X(ratio, exact: true)))}" y="{y + 4}" width="{Number(Math.Abs(X(1, exact: true) - X(ratio, exact: true)))}" height="14" fill="{(isMissed ? "#d08a3c" : "#3c8a5c")}"/>""");
        if (figure.Goal is { } goal)
        {
            svg.AppendLine($"""<line x1="{X(goal)}" x2="{X(goal)}" y1="{y + 1}" y2="{y + 21}" stroke="#b00" stroke-width="2"/>""");
        }

        var isLeft = ratio < 1;
        svg.AppendLine($"""<text x="{(isLeft ? one : end)}" dx="6" y="{y + 15}" fill="#333">{ResultTable.Text(ratio)}</text>""");
    }

    private static string X(double ratio) => Number(X(ratio, exact: true));

    private static double X(double ratio, bool exact) => exact
        ? Left + ((Right - Left) * Math.Log(Math.Clamp(ratio, Least, Most) / Least) / Math.Log(Most / Least))
        : Math.Round(X(ratio, exact: true));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
