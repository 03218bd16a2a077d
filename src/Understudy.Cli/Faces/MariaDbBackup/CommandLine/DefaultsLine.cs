using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>The options about option files, which must come first.</summary>
/// <param name="Selection">Which files are read.</param>
/// <param name="PrintDefaults">Whether to print what they say, and end.</param>
/// <param name="Rest">The other arguments.</param>
internal sealed record DefaultsLine(DefaultsSelection Selection, bool PrintDefaults, IReadOnlyList<string> Rest)
{
    private const string NoDefaults = "--no-defaults";
    private const string Print = "--print-defaults";
    private const string File = "--defaults-file";
    private const string ExtraFile = "--defaults-extra-file";
    private const string Suffix = "--defaults-group-suffix";

    /// <summary>Takes the options off the front of a command line.</summary>
    /// <exception cref="FaceException">One stands elsewhere.</exception>
    internal static DefaultsLine Take(IReadOnlyList<string> arguments)
    {
        var selection = new DefaultsSelection();
        var print = false;
        var taken = 0;
        for (; taken < arguments.Count; taken++)
        {
            var (name, value) = Split(arguments[taken]);
            if (name == NoDefaults && value is null && taken == 0)
            {
                selection = selection with { NoDefaults = true };
            }
            else if (name == Print && value is null)
            {
                print = true;
            }
            else if (value is not null && Apply(selection, name, value) is { } more)
            {
                selection = more;
            }
            else
            {
                break;
            }
        }

        var rest = arguments.Skip(taken).ToArray();
        var late = rest.TakeWhile(argument => argument is not "--" && Split(argument).Name is not "--mysqld-args")
            .Select(argument => Split(argument).Name)
            .FirstOrDefault(name => name is File or ExtraFile);
        return late is null
            ? new DefaultsLine(selection, print, rest)
            : throw new FaceException(FaceExit.Failed, $"{late} must be specified first on the command line") { IsFatal = true };
    }

    private static DefaultsSelection? Apply(DefaultsSelection selection, string name, string value) => name switch
    {
        File => selection with { DefaultsFile = value },
        ExtraFile => selection with { DefaultsExtraFile = value },
        Suffix => selection with { GroupSuffix = value },
        _ => null,
    };

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument.Replace('_', '-'), null) : (argument[..equals].Replace('_', '-'), argument[(equals + 1)..]);
    }
}
