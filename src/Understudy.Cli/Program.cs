using System.CommandLine;
using System.CommandLine.Help;
using Understudy.Cli.Arguments;
using Understudy.Cli.Commands;
using Understudy.Cli.Faces;

namespace Understudy.Cli;

internal static class Program
{
    // Long enough to end the backup stage and to take a MyRocks checkpoint back.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(60);

    internal static int Main(string[] args)
    {
        try
        {
            return FaceDispatcher.Choose(FaceDispatcher.CalledAs(), args)?.Invoke() ?? Run(CommandLines.Normalize(args));
        }
        catch (Exception e)
        {
            return (int)Failures.Report(e, asJson: args.Contains("--json"));
        }
    }

    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Hot physical backup for MariaDB. Behaves as the server's own tool when called by its name, or with it as the first argument: mariadb-backup, mbstream.")
        {
            BackupCommand.Create(),
            RestoreCommand.Create(),
            PrepareCommand.Create(),
            ShowCommand.Create(),
            VerifyCommand.Create(),
            LogCommand.Create(),
            SnapshotCommand.Create(),
            StatusCommand.Create(),
            StagesCommand.Create(),
        };

        // -h is the host, as in all tools of the server.
        root.Options.OfType<HelpOption>().Single().Aliases.Remove("-h");
        return root;
    }

    private static int Run(string[] args)
    {
        var root = CreateRoot();
        var parsed = root.Parse(CommandLines.WithDefaults(args, root.Parse(args)));
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"understudy: {error.Message}");
            }

            Console.Error.WriteLine($"HINT: see understudy {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return (int)ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = CleanUpTime });
    }
}
