using System.CommandLine;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine;
using Understudy.Engine.Verify;
using Understudy.Formats;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy verify</c>.</summary>
internal static class VerifyCommand
{
    private const long Megabyte = 1_000_000;
    private const int PagesShown = 20;

    private static readonly Argument<string[]> Directories = new("DIR")
    {
        Description = "The backup; or a full one and its increments in their order.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> Parallel = new("--parallel") { Description = "Reading threads.", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private static readonly Option<long> Throttle = new("--throttle") { Description = "The most to read, in MB/s; 0 for no limit." };
    private static readonly Option<bool> Profile = new("--profile") { Description = "Tell at the end where the time went." };
    private static readonly Option<bool> Json = new("--json") { Description = "Report in JSON lines on standard output." };

    internal static Command Create()
    {
        var command = new Command("verify", "Read a backup, and tell whether every file is what was backed up. What the backup left unverified is verified, and that is recorded.")
        {
            Directories, Parallel, Throttle, Profile, Json,
        };
        Parallel.Validators.Add(Validation.AtLeast(1));
        Throttle.Validators.Add(Validation.AtLeast(0L));
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new VerifyOptions
        {
            Directories = parsed.GetRequiredValue(Directories),
            Parallel = parsed.GetValue(Parallel),
            ThrottleBytesPerSecond = parsed.GetValue(Throttle) * Megabyte,
        };
        var progress = new OperationProgress();
        using var reporter = new Reporter(progress, OutputModes.Choose(parsed.GetValue(Json))) { ShowsProfile = parsed.GetValue(Profile) };
        var result = new VerifyOperation(options, progress).Run(cancellation);
        var place = string.Join(", ", options.Directories);
        foreach (var file in result.Damaged)
        {
            reporter.Warning(file.Reason + PagesOf(file));
        }

        foreach (var reason in result.NotRecorded)
        {
            reporter.Warning(reason);
        }

        if (result.Damaged.Count > 0)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{result.Damaged.Count} of {result.Files} files in {place} are not what was backed up",
                "use another backup, and look at the disks; if you have those files elsewhere, put them back and verify again");
        }

        foreach (var path in result.DamagedBefore)
        {
            reporter.Warning($"{path} is what was backed up, but had damaged pages on the server already");
        }

        reporter.Done(
            options.Directories[0],
            $"verify complete: {result.Files} files, {Sizes.Format(result.Bytes)} in {result.Elapsed.TotalSeconds:0.0} s, all as they were backed up, in {place}{(result.Recorded > 0 ? $"; {result.Recorded} of them are verified for the first time, which is recorded" : "")}");
        return result.DamagedBefore.Count == 0 && result.NotRecorded.Count == 0 ? ExitCode.Done : ExitCode.DoneWithWarnings;
    }

    private static string PagesOf(DamagedFile file) => file.Pages.Count switch
    {
        0 => "",
        <= PagesShown => $"; pages that fail their checksums: {string.Join(", ", file.Pages)}",
        _ => $"; pages that fail their checksums: {string.Join(", ", file.Pages.Take(PagesShown))} and {file.Pages.Count - PagesShown} more",
    };
}
