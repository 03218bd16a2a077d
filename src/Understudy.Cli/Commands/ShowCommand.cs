using System.CommandLine;
using System.Text;
using Understudy.Cli.Output;
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
            Console.Out.Write(parsed.GetValue(Json) ? Encoding.UTF8.GetString(Formats.Manifest.ManifestDocument.Write(backup.Manifest)) : ManifestText.Of(backup));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
