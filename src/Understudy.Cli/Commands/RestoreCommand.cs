using System.CommandLine;
using System.CommandLine.Parsing;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine;
using Understudy.Engine.Restore;
using Understudy.Native.LibC;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy restore</c>.</summary>
internal static class RestoreCommand
{
    private const long Megabyte = 1_000_000;
    private const string StandardInput = "-";

    private static readonly Argument<string[]> Directories = new("DIR")
    {
        Description = "The backup, - for a stream on standard input; or a full one and its increments in their order, which are merged into what is restored.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> DataDir = new("--datadir") { Description = "Data directory to make; must be empty or missing.", Required = true };
    private static readonly Option<bool> Relocate = new("--relocate") { Description = "Put files that were outside the data directory below it." };
    private static readonly Option<bool> AllowPartial = new("--allow-partial") { Description = "Restore a partial backup too, although what comes out is no whole server." };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Copying threads.", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private static readonly Option<long> Throttle = new("--throttle") { Description = "The most to read, in MB/s; 0 for no limit." };
    private static readonly Option<bool> NoRollForward = new("--no-roll-forward") { Description = "Leave it to the server to apply the redo log when it starts." };
    private static readonly Option<long?> UseMemory = new("--use-memory")
    {
        Description = "Memory for rolling forward, such as 512M or 4G; by default a quarter of what is available.",
        CustomParser = ByteSize.Parse,
    };

    private static readonly KeyArguments Keys = new();
    private static readonly Option<bool> Profile = new("--profile") { Description = "Tell at the end where the time went." };
    private static readonly Option<bool> Json = new("--json") { Description = "Report in JSON lines on standard output." };

    internal static Command Create()
    {
        var command = new Command("restore", "Put a backup in place; a server can then be started on it. The backup is not changed.")
        {
            Directories, DataDir, Relocate, AllowPartial, Parallel, Throttle, NoRollForward, UseMemory, Profile, Json,
        };
        Keys.AddTo(command);
        Parallel.Validators.Add(Validation.AtLeast(1));
        Throttle.Validators.Add(Validation.AtLeast(0L));
        command.Validators.Add(CheckStream);
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    // A file of this name is ./-
    private static void CheckStream(CommandResult result)
    {
        if (result.GetValue(Directories) is not { } directories || !directories.Contains(StandardInput, StringComparer.Ordinal))
        {
            return;
        }

        if (directories.Length > 1)
        {
            result.AddError("a backup from standard input goes with no increments: unpack it with understudy mbstream -x first");
        }
        else if (result.GetValue(Throttle) > 0)
        {
            result.AddError("--throttle does not limit a stream: limit the program that sends it");
        }
        else if (!Console.IsInputRedirected)
        {
            result.AddError("a backup is expected on standard input, which is a terminal");
        }
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var directories = parsed.GetRequiredValue(Directories);
        var options = new RestoreOptions
        {
            BackupDirectory = directories[0],
            Input = directories is [StandardInput] ? PosixPipe.StandardInput : null,
            Increments = directories[1..],
            DataDirectory = parsed.GetRequiredValue(DataDir),
            Relocate = parsed.GetValue(Relocate),
            AllowPartial = parsed.GetValue(AllowPartial),
            Parallel = parsed.GetValue(Parallel),
            ThrottleBytesPerSecond = parsed.GetValue(Throttle) * Megabyte,
            RollForward = !parsed.GetValue(NoRollForward),
            UseMemoryBytes = parsed.GetValue(UseMemory),
            KeyFile = Keys.File(parsed),
            KeyFilePassword = Keys.Password(parsed),
            EncryptionMode = Keys.Mode(parsed),
        };
        var progress = new OperationProgress();
        using var reporter = new Reporter(progress, OutputModes.Choose(parsed.GetValue(Json))) { ShowsProfile = parsed.GetValue(Profile) };
        var result = new RestoreOperation(options, progress).Run(cancellation);
        if (result.RolledForward is { } rolled)
        {
            reporter.Milestone(options.Increments.Count == 0
                ? $"rolled forward to LSN {rolled.End}: {rolled.PagesChanged} pages in {rolled.FilesChanged} files"
                : $"increments merged: {options.Increments.Count}, up to LSN {rolled.End}");
            foreach (var warning in rolled.Warnings)
            {
                reporter.Warning(warning);
            }
        }

        foreach (var step in result.NextSteps)
        {
            reporter.Milestone("next: " + step);
        }

        reporter.Done(
            result.DataDirectory,
            $"restore complete: {result.Files} files, {Sizes.Format(result.Bytes)} in {result.Elapsed.TotalSeconds:0.0} s, in {result.DataDirectory}");
        return ExitCode.Done;
    }
}
