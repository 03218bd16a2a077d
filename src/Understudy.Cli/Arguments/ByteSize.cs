using System.CommandLine.Parsing;
using System.Globalization;

namespace Understudy.Cli.Arguments;

/// <summary>Sizes as MariaDB's programs take them: a number, and K, M, G or T for powers of 1024.</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    internal static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;
        var shift = text.Length == 0 ? 0 : 10 * (Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1);
        var digits = shift == 0 ? text : text[..^1];
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue >> shift)
        {
            return value << shift;
        }

        result.AddError($"'{text}' is not a size: expected a number, or one with K, M, G or T behind it");
        return null;
    }
}
