namespace Understudy.Engine;

/// <summary>Numbers of bytes for people.</summary>
public static class Sizes
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Writes a size with three significant digits, as <c>1.25 GiB</c>.</summary>
    public static string Format(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1000 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 ? $"{bytes} B" : $"{value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0")} {Units[unit]}";
    }
}
