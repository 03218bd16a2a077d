using System.CommandLine;
using Understudy.Cli.Commands;

namespace Understudy.Cli;

internal static class Program
{
    // Long enough to end the backup stage and to take a MyRocks checkpoint back.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(60);

    internal static int Main(string[] args)
    {
        var root = new RootCommand("Hot physical backup for MariaDB.")
        {
            BackupCommand.Create(),
            RestoreCommand.Create(),
            ShowCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"understudy: {error.Message}");
            }

            Console.Error.WriteLine($"HINT: understudy {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')))} --help".Replace("  ", " "));
            return (int)ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = CleanUpTime });
        }
        catch (Exception e)
        {
            return (int)Failures.Report(e, asJson: args.Contains("--json"));
        }
    }
}
