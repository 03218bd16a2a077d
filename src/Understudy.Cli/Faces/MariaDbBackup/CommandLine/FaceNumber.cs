namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>Numbers with binary suffixes.</summary>
internal static class FaceNumber
{
    /// <summary>The suffixes; each is 1024 times the one before.</summary>
    internal const string Suffixes = "KMGTPE";

    /// <summary>Reads a number such as <c>64K</c>. One too great for the type becomes the greatest, a negative one 0.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number.</param>
    /// <param name="wrong">When false: the character that is no digit and no suffix.</param>
    internal static bool TryParse(string text, out ulong number, out char wrong)
    {
        number = 0;
        wrong = '\0';
        var rest = text.AsSpan().TrimStart();
        var isNegative = rest.StartsWith("-");
        rest = isNegative || rest.StartsWith("+") ? rest[1..] : rest;
        var digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
        ulong value = 0;
        foreach (var character in rest[..digits])
        {
            var digit = (uint)(character - '0');
            value = value > (ulong.MaxValue - digit) / 10 ? ulong.MaxValue : (value * 10) + digit;
        }

        if (digits < rest.Length)
        {
            var power = Suffixes.IndexOf(char.ToUpperInvariant(rest[digits]), StringComparison.Ordinal);
            if (power < 0 || digits == 0)
            {
                wrong = rest[digits];
                return false;
            }

            var bits = 10 * (power + 1);
            value = value > ulong.MaxValue >> bits ? ulong.MaxValue : value << bits;
        }

        number = isNegative ? 0 : value;
        return true;
    }
}
