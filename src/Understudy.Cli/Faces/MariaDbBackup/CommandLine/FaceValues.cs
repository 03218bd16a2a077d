using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>What the command line and the option files say together: of each option the last word.</summary>
internal sealed class FaceValues
{
    private readonly Dictionary<string, FaceValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unknown = new(StringComparer.Ordinal);

    /// <summary>Words that no option took.</summary>
    internal List<string> Words { get; } = [];

    /// <summary>The option file named by <c>--defaults-file</c>, null when none was.</summary>
    internal string? DefaultsFile { get; set; }

    /// <summary>Sets an option; a later value replaces an earlier one.</summary>
    internal void Set(FaceOption option, FaceValue value) => _values[option.AliasOf ?? option.Name] = value;

    /// <summary>Remembers a setting of the server that is no option of this program.</summary>
    internal void SetUnknown(string name, string value) => _unknown[name.Replace('-', '_')] = value;

    /// <summary>A setting of the server that is no option of this program, by its name with underscores; null when not given.</summary>
    internal string? ServerSetting(string name) => _unknown.GetValueOrDefault(name);

    /// <summary>Whether an option was given.</summary>
    internal bool IsGiven(string name) => _values.ContainsKey(name);

    /// <summary>Whether an option was given on the command line itself.</summary>
    internal bool IsFromCommandLine(string name) => Find(name)?.Source == OptionSetting.CommandLine;

    /// <summary>Whether a switch is on.</summary>
    internal bool IsOn(string name) => Find(name)?.IsOn ?? Option(name).Default == "1";

    /// <summary>The text of an option; its default, or null, when it was not given.</summary>
    internal string? Text(string name) => Find(name) is { } value ? value.Text : Option(name).Default;

    /// <summary>The number of an option; its default when it was not given.</summary>
    internal ulong Number(string name) =>
        Find(name)?.Number ?? (Option(name).Default is { } text && FaceNumber.TryParse(text, out var number, out _) ? number : 0);

    /// <summary>An option as the readers of connection options take it; null when it was not given.</summary>
    internal OptionSetting? Setting(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var text = Option(name).Kind == FaceOptionKind.Switch ? value.IsOn ? "1" : "0" : value.Text;
        return OptionSetting.FromCommandLine(name, text);
    }

    private FaceValue? Find(string name) => _values.GetValueOrDefault(name);

    private static FaceOption Option(string name) =>
        FaceOptions.Find(name) ?? throw new ArgumentException($"no option {name}", nameof(name));
}
