using System.CommandLine;
using Understudy.Server;

namespace Understudy.Cli.Arguments;

/// <summary>The options that say which option files are read.</summary>
internal sealed class DefaultsArguments
{
    private readonly Option<string?> _file = new("--defaults-file") { Description = "Read options from this file only." };
    private readonly Option<string?> _extra = new("--defaults-extra-file") { Description = "Read options from this file too." };
    private readonly Option<string?> _suffix = new("--defaults-group-suffix") { Description = "Of each group of option files, read the one with this suffix as well." };
    private readonly Option<bool> _none = new("--no-defaults") { Description = "Read no option files." };

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_file, _extra, _suffix, _none])
        {
            command.Options.Add(option);
        }
    }

    internal DefaultsContent Read(ParseResult parsed) => DefaultsFiles.Read(
        new DefaultsSelection
        {
            DefaultsFile = parsed.GetValue(_file),
            DefaultsExtraFile = parsed.GetValue(_extra),
            GroupSuffix = parsed.GetValue(_suffix),
            NoDefaults = parsed.GetValue(_none),
        },
        DefaultsFiles.AllGroups);
}
