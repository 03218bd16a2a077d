using System.CommandLine;
using Understudy.Cli.Output;
using Understudy.Cli.Output.Report;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy show</c>.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Directory = new("DIR") { Description = "The backup." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the manifest." };
    private static readonly Option<string> HtmlFile = new("--html")
    {
        Description = "Write a page about it to FILE: the stages on a time axis, throughput, redo lag, sizes, findings.",
        HelpName = "FILE",
    };

    internal static Command Create()
    {
        var command = new Command("show", "Tell what a backup is.") { Directory, Json, HtmlFile };
        command.SetAction(parsed =>
        {
            var backup = BackupDirectory.Open(parsed.GetRequiredValue(Directory));
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
        return command;
    }
}
