using System.CommandLine;
using System.Text.RegularExpressions;
using Understudy.Engine;
using Understudy.Testing;

namespace Understudy.Cli.Tests.Documents;

/// <summary>docs/guide.md has a table of options for each command; it must name those that the command has, and no others.</summary>
public sealed partial class GuideTests
{
    private const string Guide = "docs/guide.md";
    private const string SharedSection = "connection-options";

    // Of the command line library: it adds them to every command.
    private static readonly string[] OfTheLibrary = ["--help", "-h", "-?", "/h", "/?", "--version"];

    public static TheoryData<string> Commands => [.. Program.CreateRoot().Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Guide_OfEveryCommand_NamesExactlyItsOptions(string name)
    {
        var command = Program.CreateRoot().Subcommands.Single(c => c.Name == name);
        var wanted = command.Options
            .Where(option => !option.Hidden)
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Except(OfTheLibrary)
            .ToHashSet(StringComparer.Ordinal);

        // The library's -h gives way to an -h of the command's own, which the guide must name.
        if (command.Options.Any(option => option.Name != "--help" && option.Aliases.Contains("-h")))
        {
            wanted.Add("-h");
        }

        Assert.Equal(wanted.Order(StringComparer.Ordinal), Named(name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Guide_OfEveryCommand_NamesItsArguments(string name)
    {
        var command = Program.CreateRoot().Subcommands.Single(c => c.Name == name);
        var section = MarkdownSection.Read(Guide, $"### understudy {name}");
        foreach (var argument in command.Arguments)
        {
            Assert.Contains(section.FirstCells, cell => cell.Contains(argument.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Guide_OfTheProfile_NamesEverythingThatTimeIsSpentOn() => Assert.Equal(
        OperationProfile.WorkNames.Order(StringComparer.Ordinal),
        MarkdownSection.Read(Guide, "### Where the time goes").FirstCells.Select(cell => cell.Trim('`')).Order(StringComparer.Ordinal));

    private static HashSet<string> Named(string command)
    {
        var section = MarkdownSection.Read(Guide, $"### understudy {command}");
        var cells = section.FirstCells;
        if (section.Lines.Any(line => line.Contains($"(#{SharedSection})", StringComparison.Ordinal)))
        {
            cells = cells.Concat(MarkdownSection.Read(Guide, "### Connection options").FirstCells);
        }

        return [.. cells.SelectMany(cell => OptionName().Matches(cell).Select(match => match.Value))];
    }

    [GeneratedRegex("(?<![A-Za-z0-9-])--?[A-Za-z][A-Za-z0-9-]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionName();
}
