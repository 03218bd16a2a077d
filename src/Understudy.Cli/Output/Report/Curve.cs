using System.Globalization;

namespace Understudy.Cli.Output.Report;

/// <summary>A curve over time with its area, and the largest value as scale.</summary>
internal static class Curve
{
    private const int Top = 10;
    private const int Bottom = 120;

    /// <summary>Draws points of (seconds, bytes).</summary>
    /// <param name="points">In order of time.</param>
    /// <param name="axis">The time axis.</param>
    /// <param name="name">What the values are.</param>
    /// <param name="unit">What stands after a value: nothing, or <c>/s</c>.</param>
    /// <param name="cssClass"><c>curve</c> or <c>lag</c>.</param>
    internal static Html Draw(IReadOnlyList<(double Seconds, double Bytes)> points, TimeAxis axis, string name, string unit, string cssClass)
    {
        var most = Math.Max(1, points.Max(point => point.Bytes));
        var line = string.Join(' ', points.Select(point => string.Create(
            CultureInfo.InvariantCulture, $"{axis.X(point.Seconds):0.#},{Bottom - (point.Bytes / most * (Bottom - Top)):0.#}")));
        var html = new Html();
        html.Add($"<svg viewBox=\"0 0 1000 {Bottom + 24}\" role=\"img\" aria-label=\"{name}\">");
        axis.Draw(html, Top, Bottom);
        html.Add($"<text x=\"0\" y=\"{Top + 10}\">{name}</text>");
        html.Add($"<text class=\"dim\" x=\"0\" y=\"{Top + 27}\">most: {Engine.Sizes.Format((long)most) + unit}</text>");
        var area = string.Create(
            CultureInfo.InvariantCulture, $"{axis.X(points[0].Seconds):0.#},{Bottom} {line} {axis.X(points[^1].Seconds):0.#},{Bottom}");
        html.Add($"<polygon class=\"{(cssClass == "lag" ? "lagarea" : "area")}\" points=\"{area}\"/>");
        html.Add($"<polyline class=\"{cssClass}\" points=\"{line}\"/>");
        return html.AddConstant("</svg>");
    }
}
