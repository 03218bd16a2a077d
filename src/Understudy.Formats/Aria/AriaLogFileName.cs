using System.Globalization;

namespace Understudy.Formats.Aria;

/// <summary>The names of Aria's log files: <c>aria_log.00000001</c> and on. Source: ma_loghandler.c.</summary>
public static class AriaLogFileName
{
    private const string Prefix = "aria_log.";
    private const int Digits = 8;

    /// <summary>The number in a name; false when it is not the name of a log file.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out uint number)
    {
        number = 0;
        return name.Length == Prefix.Length + Digits
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && uint.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number is > 0 and <= AriaLsn.FileMax;
    }

    /// <summary>The name of a log file.</summary>
    /// <param name="number">1 to <see cref="AriaLsn.FileMax"/>.</param>
    public static string Format(uint number)
    {
        ArgumentOutOfRangeException.ThrowIfZero(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, AriaLsn.FileMax);
        return Prefix + number.ToString("D8", CultureInfo.InvariantCulture);
    }
}
