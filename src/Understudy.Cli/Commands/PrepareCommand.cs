using System.CommandLine;
using System.Globalization;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine;
using Understudy.Engine.Prepare;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy prepare</c>.</summary>
internal static class PrepareCommand
{
    private const int NamesShownMax = 5;

    private static readonly Argument<string> Directory = new("DIR") { Description = "The backup: of understudy or of mariadb-backup. Its files are changed." };
    private static readonly Option<string?> IncrementalDir = new("--incremental-dir") { Description = "An increment to merge into the backup; in their order if there are several. It is not changed." };
    private static readonly Option<long?> UseMemory = new("--use-memory")
    {
        Description = "Memory for log records and pages, such as 512M or 4G; by default a quarter of what is available.",
        CustomParser = ByteSize.Parse,
    };

    private static readonly Option<int?> Parallel = new("--parallel") { Description = "Threads that apply records; by default one a processor." };
    private static readonly Option<bool> Profile = new("--profile") { Description = "Tell at the end where the time went." };
    private static readonly Option<bool> Json = new("--json") { Description = "Report in JSON lines on standard output." };
    private static readonly KeyArguments Keys = new();
    private static readonly ExportArguments Export = new();

    internal static Command Create()
    {
        var command = new Command(
            "prepare",
            "Roll the InnoDB files of a backup forward in place, so that a server starts on them without recovery. Can be stopped at any moment and run again.")
        {
            Directory, IncrementalDir, UseMemory, Parallel, Profile, Json,
        };
        Keys.AddTo(command);
        Export.AddTo(command);
        Parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--parallel must be at least 1");
            }
        });
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var directory = Path.GetFullPath(parsed.GetRequiredValue(Directory));
        var options = new PrepareOptions
        {
            Directory = directory,
            IncrementalDirectory = parsed.GetValue(IncrementalDir),
            UseMemoryBytes = parsed.GetValue(UseMemory),
            Parallel = parsed.GetValue(Parallel),
            KeyFile = Keys.File(parsed),
            KeyFilePassword = Keys.Password(parsed),
            EncryptionMode = Keys.Mode(parsed),
            Export = Export.IsWanted(parsed),
            ExportSelection = Export.Selection(parsed),
            ServerProgram = Export.ServerProgram(parsed),
        };
        var progress = new OperationProgress();
        using var reporter = new Reporter(progress, OutputModes.Choose(parsed.GetValue(Json))) { ShowsProfile = parsed.GetValue(Profile) };
        var result = PrepareOperation.Run(options, progress, cancellation);
        if (result.ExportedTables is { } tables)
        {
            reporter.Milestone($"{tables} InnoDB tables can be imported: each .ibd has a .cfg beside it");
        }

        if (result.WasPrepared)
        {
            reporter.Done(directory, $"{directory} is prepared already{(result.ExportedTables is null ? ": nothing to do" : "")}");
            return ExitCode.Done;
        }

        foreach (var line in Summary(result))
        {
            reporter.Milestone(line);
        }

        foreach (var warning in result.Warnings)
        {
            reporter.Warning(warning);
        }

        reporter.Done(directory, $"prepared up to LSN {result.End}: {directory}");
        return result.Warnings.Count == 0 ? ExitCode.Done : ExitCode.DoneWithWarnings;
    }

    private static IEnumerable<string> Summary(PrepareResult result)
    {
        yield return $"memory {Sizes.Format(result.UseMemoryBytes)}, {result.Parallel} threads, {result.Batches} batches";
        yield return $"redo {Sizes.Format((long)(result.End - result.Start))} from LSN {result.Start} to {result.End}, {result.MiniTransactions} mini-transactions";
        yield return "records: " + string.Join(", ", result.Records.Select(r => $"{r.Key} {r.Value}"));
        if (result.FilesMerged > 0)
        {
            yield return $"increment merged into {result.FilesMerged} tablespace files";
        }

        yield return $"pages read {result.PagesRead}, changed {result.PagesChanged}, in {result.FilesChanged} files";
        yield return "seconds: " + string.Join(", ", result.Seconds.Select(s => s.Key + " " + s.Value.ToString("0.00", CultureInfo.InvariantCulture)));
        if (result.TablespacesWithoutFile.Count > 0)
        {
            var names = result.TablespacesWithoutFile;
            yield return $"in the log but not in the backup: {names.Count} tablespaces, {string.Join(", ", names.Take(NamesShownMax))}"
                + (names.Count > NamesShownMax ? ", ..." : "");
        }
    }
}
