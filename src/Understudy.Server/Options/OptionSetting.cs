namespace Understudy.Server;

/// <summary>One option as it was given. Printing it never shows the value of a password.</summary>
/// <param name="Name">Its name, dashes as underscores; prefixes such as <c>skip_</c> and <c>loose_</c> are
/// kept.</param>
/// <param name="Value">Its value; null when it was given without one.</param>
/// <param name="Group">The group of the option file; empty for the command line.</param>
/// <param name="Source">Where it was given: <c>file:line</c>, or <c>command line</c>.</param>
public sealed record OptionSetting(string Name, string? Value, string Group, string Source)
{
    /// <summary>What <see cref="Source"/> is for options of the command line.</summary>
    public const string CommandLine = "command line";

    /// <summary>An option of the command line; the name may have dashes.</summary>
    public static OptionSetting FromCommandLine(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new OptionSetting(name.Replace('-', '_'), value, "", CommandLine);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var value = Value is not null && Name.Contains("pass", StringComparison.OrdinalIgnoreCase) ? "***" : Value;
        return value is null ? $"{Name} ({Source})" : $"{Name}={value} ({Source})";
    }
}
