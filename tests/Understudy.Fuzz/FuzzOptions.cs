using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Understudy.Fuzz;

/// <summary>What the command line asks for.</summary>
public sealed record FuzzOptions
{
    /// <summary>How to call the program.</summary>
    public const string Usage =
        "usage: understudy-fuzz [--seed N] [--seconds S] [--iterations N] [--target PART-OF-NAME] [--out DIRECTORY]";

    /// <summary>What all inputs follow from.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>How many inputs.</summary>
    public long Iterations { get; private init; } = long.MaxValue;

    /// <summary>How long.</summary>
    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(60);

    /// <summary>Part of the names of the targets to run; empty for all.</summary>
    public string Target { get; private init; } = string.Empty;

    /// <summary>Where inputs that failed are kept, or null.</summary>
    public string? OutputDirectory { get; private init; }

    /// <summary>Reads the command line.</summary>
    public static bool TryParse(
        ReadOnlySpan<string> arguments,
        [NotNullWhen(true)] out FuzzOptions? options,
        [NotNullWhen(false)] out string? whyNot)
    {
        options = null;
        var read = new FuzzOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                whyNot = $"{arguments[i]} needs a value";
                return false;
            }

            if (!TryApply(ref read, arguments[i], arguments[i + 1]))
            {
                whyNot = $"{arguments[i]} {arguments[i + 1]} is not understood";
                return false;
            }
        }

        options = read;
        whyNot = null;
        return true;
    }

    private static bool TryApply(ref FuzzOptions options, string name, string value)
    {
        var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        switch (name)
        {
            case "--seed" when isNumber && number <= int.MaxValue:
                options = options with { Seed = (int)number };
                return true;
            case "--seconds" when isNumber && number <= 10_000_000:
                options = options with { Duration = TimeSpan.FromSeconds(number) };
                return true;
            case "--iterations" when isNumber:
                options = options with { Iterations = number };
                return true;
            case "--target":
                options = options with { Target = value };
                return true;
            case "--out":
                options = options with { OutputDirectory = value };
                return true;
            default:
                return false;
        }
    }
}
