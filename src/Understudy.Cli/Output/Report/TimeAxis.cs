namespace Understudy.Cli.Output.Report;

/// <summary>Maps seconds to the width of a drawing, and draws the axis below it.</summary>
/// <param name="From">The first second shown.</param>
/// <param name="To">The last second shown, above <paramref name="From"/>.</param>
internal sealed record TimeAxis(double From, double To)
{
    internal const int Left = 110;
    internal const int Right = 980;
    private const int TickCount = 8;

    /// <summary>The horizontal place of a moment, within the drawing.</summary>
    internal double X(double seconds) => Left + (Math.Clamp((seconds - From) / (To - From), 0, 1) * (Right - Left));

    /// <summary>Ticks at round distances, with their seconds.</summary>
    internal void Draw(Html html, double top, double bottom)
    {
        var step = Step((To - From) / TickCount);
        for (var tick = Math.Ceiling(From / step) * step; tick <= To + (step / 1000); tick += step)
        {
            html.Add($"<line class=\"axis\" x1=\"{X(tick):0.#}\" y1=\"{top}\" x2=\"{X(tick):0.#}\" y2=\"{bottom}\"/>");
            html.Add($"<text class=\"dim\" text-anchor=\"middle\" x=\"{X(tick):0.#}\" y=\"{bottom + 15}\">{Label(tick, step)}</text>");
        }
    }

    /// <summary>The distance of ticks: 1, 2 or 5 times a power of ten.</summary>
    internal static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
    }

    private static string Label(double seconds, double step) =>
        seconds.ToString(step < 0.01 ? "0.000" : step < 0.1 ? "0.00" : step < 1 ? "0.0" : "0", System.Globalization.CultureInfo.InvariantCulture) + " s";
}
