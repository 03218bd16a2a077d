namespace Understudy.Bench.SideBySide;

/// <summary>All that was measured: of each figure and tool a value for each round.</summary>
internal sealed class Results
{
    private readonly List<Figure> _figures = [];
    private readonly Dictionary<(Figure Figure, Tool Tool), List<double>> _values = [];

    /// <summary>The figures, in the order in which they were measured first.</summary>
    internal IReadOnlyList<Figure> Figures => _figures;

    internal void Add(Figure figure, Tool tool, double value)
    {
        if (!_figures.Contains(figure))
        {
            _figures.Add(figure);
        }

        if (!_values.TryGetValue((figure, tool), out var values))
        {
            _values[(figure, tool)] = values = [];
        }

        values.Add(value);
        Console.Error.WriteLine($"  {tool}: {figure.Name} {value:0.###} {figure.Unit}");
    }

    /// <summary>The median; null when it was not measured.</summary>
    internal double? Median(Figure figure, Tool tool)
    {
        if (!_values.TryGetValue((figure, tool), out var values))
        {
            return null;
        }

        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The lowest and the highest.</summary>
    internal (double Low, double High)? Spread(Figure figure, Tool tool) =>
        _values.TryGetValue((figure, tool), out var values) ? (values.Min(), values.Max()) : null;

    /// <summary>Median of ours by median of the other's.</summary>
    internal double? Ratio(Figure figure, Tool other) =>
        Median(figure, Tool.Ours) is { } ours && Median(figure, other) is { } theirs and > 0 ? ours / theirs : null;
}
