using System.Text;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Engine;

namespace Understudy.Cli.Faces.MariaDbBackup.Output;

/// <summary>The help and version texts of the face.</summary>
internal static class FaceHelp
{
    // The newest release whose command line is known here.
    private const string StockVersion = "11.8.6-MariaDB";
    private const int TextColumn = 34;
    private const int WidthMax = 110;

    /// <summary>The line that <c>--version</c> prints.</summary>
    internal static string Version(string program) => $"{program} based on MariaDB server {StockVersion} Linux (x86_64), Understudy {ProductVersion.Text}";

    /// <summary>What <c>--help</c> prints.</summary>
    internal static string Help(string program)
    {
        var text = new StringBuilder();
        text.Append(Version(program)).Append('\n');
        text.Append("Understudy standing in for mariadb-backup: the same command line, files and exit codes.\n\n");
        text.Append($"Usage: {program} [--defaults-file=#] [--backup | --prepare | --copy-back | --move-back] [OPTIONS]\n\n");
        text.Append("Option files: /etc/my.cnf /etc/mysql/my.cnf ~/.my.cnf; --prepare reads only what --defaults-file names.\n");
        text.Append($"Groups: {string.Join(' ', FaceCommandLine.BackupGroups.Concat(FaceCommandLine.ServerGroups))} client client-mariadb\n");
        text.Append("These come first on the command line:\n");
        text.Append("  --no-defaults, --print-defaults, --defaults-file=#, --defaults-extra-file=#, --defaults-group-suffix=#\n");
        foreach (var (area, options) in FaceOptions.Areas)
        {
            text.Append('\n').Append(area).Append(":\n");
            foreach (var option in options)
            {
                Append(text, option);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, FaceOption option)
    {
        var head = $"  {(option.Letter is { } letter ? $"-{letter}, " : "    ")}--{option.Name}{Value(option)}";
        text.Append(head.PadRight(TextColumn - 1)).Append(head.Length >= TextColumn - 1 ? "\n" + new string(' ', TextColumn) : " ");
        var column = TextColumn;
        foreach (var word in Describe(option).Replace("`", "", StringComparison.Ordinal).Split(' '))
        {
            if (column + word.Length > WidthMax)
            {
                text.Append('\n').Append(' ', TextColumn);
                column = TextColumn;
            }

            text.Append(word).Append(' ');
            column += word.Length + 1;
        }

        text.Length--;
        text.Append('\n');
    }

    private static string Describe(FaceOption option) => option.Disposition switch
    {
        FaceDisposition.Accepted => "accepted, does nothing: " + option.Note,
        _ => option.Note,
    } + (option.Default is { } value && option.Kind is not FaceOptionKind.Switch ? $" (default {value})" : "");

    private static string Value(FaceOption option) => option.Kind switch
    {
        FaceOptionKind.Text or FaceOptionKind.Choice => "=name",
        FaceOptionKind.OptionalText or FaceOptionKind.OptionalChoice => "[=name]",
        FaceOptionKind.Number => "=#",
        FaceOptionKind.OptionalNumber => "[=#]",
        _ => "",
    };
}
