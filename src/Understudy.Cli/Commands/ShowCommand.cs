using System.CommandLine;
using Understudy.Cli.Output;
using Understudy.Cli.Output.Report;
using Understudy.Engine.Chains;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy show</c>.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string[]> Directories = new("DIR")
    {
        Description = "The backup; or a full one and its increments in their order, to see whether they are a chain.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the manifest." };
    private static readonly Option<string> HtmlFile = new("--html")
    {
        Description = "Write a page about it to FILE: the stages on a time axis, throughput, redo lag, sizes, findings.",
        HelpName = "FILE",
    };

    internal static Command Create()
    {
        var command = new Command("show", "Tell what a backup is.") { Directories, Json, HtmlFile };
        command.SetAction(parsed =>
        {
            var directories = parsed.GetRequiredValue(Directories);
            if (directories.Length > 1)
            {
                return (int)ShowChain(directories);
            }

            var backup = BackupDirectory.Open(directories[0]);
            backup.CheckFiles();
            if (parsed.GetValue(HtmlFile) is { } file)
            {
                File.WriteAllText(file, ReportPage.Of(backup.Manifest, backup.Path));
            }
            else if (parsed.GetValue(Json))
            {
                using var output = Console.OpenStandardOutput();
                ManifestDocument.Write(backup.Manifest, output);
            }
            else
            {
                Console.Out.Write(ManifestText.Of(backup));
            }

            return (int)ExitCode.Done;
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Directories) is { Length: > 1 } && (result.GetValue(Json) || result.GetValue(HtmlFile) is not null))
            {
                result.AddError("--json and --html are about one backup");
            }
        });
        return command;
    }

    private static ExitCode ShowChain(string[] directories)
    {
        var links = BackupChain.Read(directories);
        Console.Out.Write(ChainText.Of(links));
        return links.All(link => link.Fault is null) ? ExitCode.Done : ExitCode.Failed;
    }
}
