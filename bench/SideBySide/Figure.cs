namespace Understudy.Bench.SideBySide;

/// <summary>Something that is measured.</summary>
/// <param name="Name">What.</param>
/// <param name="Unit">In what.</param>
/// <param name="Goal">What the ratio to the stock tool is to be at most; null for no goal.</param>
internal sealed record Figure(string Name, string Unit, double? Goal = null)
{
    /// <summary>Whether more is better.</summary>
    internal bool IsRate => Unit == "MB/s";
}
