using System.CommandLine;
using Understudy.Cli.Output;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy show</c>.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Directory = new("DIR") { Description = "The backup." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the manifest." };

    internal static Command Create()
    {
        var command = new Command("show", "Tell what a backup is.") { Directory, Json };
        command.SetAction(parsed =>
        {
            var backup = BackupDirectory.Open(parsed.GetRequiredValue(Directory));
            backup.CheckFiles();
            if (parsed.GetValue(Json))
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
