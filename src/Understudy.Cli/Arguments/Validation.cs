using System.CommandLine.Parsing;
using System.Numerics;

namespace Understudy.Cli.Arguments;

/// <summary>Checks of option values.</summary>
internal static class Validation
{
    internal static Action<OptionResult> AtLeast<T>(T least)
        where T : INumber<T> => result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<T>() is { } value && value < least)
            {
                result.AddError($"{result.Option.Name} must be at least {least}, found {value}");
            }
        };
}
