using System.CommandLine;
using System.Text.Json;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine.LogReading;
using Understudy.Engine.Prepare;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy log</c>.</summary>
internal static class LogCommand
{
    private const int TablespacesShown = 40;

    private static readonly Argument<string> Log = new("LOG") { Description = "A backup, a data directory of a stopped server, or an ib_logfile0." };
    private static readonly Option<bool> Summary = new("--summary") { Description = "Only what the log holds, not its records." };
    private static readonly Option<uint?> Space = new("--space") { Description = "Only records of this tablespace number." };
    private static readonly Option<uint?> Page = new("--page") { Description = "Only records of this page number." };
    private static readonly Option<bool> Json = new("--json") { Description = "JSON lines." };
    private static readonly KeyArguments Keys = new();

    internal static Command Create()
    {
        var command = new Command("log", "Show what is in a redo log.") { Log, Summary, Space, Page, Json };
        Keys.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(Log));
        var json = parsed.GetValue(Json);
        var space = parsed.GetValue(Space);
        var page = parsed.GetValue(Page);
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        bool Show(RedoLogLine line)
        {
            if ((space is null || line.Space.Value == space) && (page is null || (line.IsPageRecord && line.Page.Value == page)))
            {
                output.WriteLine(json ? ToJson(line) : ToText(line));
            }

            return true;
        }

        var keys = EncryptionKeyFile.Load(path, Keys.File(parsed), Keys.Password(parsed), Keys.Mode(parsed));
        var summary = RedoLogListing.Run(path, keys, parsed.GetValue(Summary) ? null : Show, cancellation);
        Write(output, summary, json);
        return ExitCode.Done;
    }

    private static string ToText(in RedoLogLine line)
    {
        var where = line.IsPageRecord ? $"{line.Space}:{line.Page}" : $"{line.Space}";
        return $"{line.Start,14} {line.End,14} {where,-14} {line.Type,-26} {line.PayloadBytes,6} {line.Detail}".TrimEnd();
    }

    private static string ToJson(in RedoLogLine line) => JsonSerializer.Serialize(
        new LogLine(
            line.Start.Value,
            line.End.Value,
            line.Type,
            line.Space.Value,
            line.IsPageRecord ? line.Page.Value : null,
            line.PayloadBytes,
            line.Detail),
        CliJson.Default.LogLine);

    private static void Write(StreamWriter output, RedoLogSummary summary, bool json)
    {
        if (json)
        {
            var line = new LogSummaryLine(
                summary.Path,
                summary.Creator,
                summary.IsEncrypted,
                summary.First.Value,
                summary.CapacityBytes,
                summary.Checkpoint.Value,
                summary.CheckpointEnd.Value,
                summary.End.Value,
                summary.EndReason,
                summary.MiniTransactions,
                summary.Records.ToDictionary(),
                summary.Tablespaces);
            output.WriteLine(JsonSerializer.Serialize(line, CliJson.Default.LogSummaryLine));
            return;
        }

        output.WriteLine($"{summary.Path}: {summary.Creator}{(summary.IsEncrypted ? ", encrypted" : "")}");
        output.WriteLine($"first LSN {summary.First}, {summary.CapacityBytes} bytes");
        output.WriteLine($"checkpoint {summary.Checkpoint}, its records at {summary.CheckpointEnd}");
        output.WriteLine($"end {summary.End} ({summary.EndReason}), {summary.MiniTransactions} mini-transactions");
        foreach (var (name, count) in summary.Records)
        {
            output.WriteLine($"{count,14} {name}");
        }

        foreach (var tablespace in summary.Tablespaces.Take(TablespacesShown))
        {
            output.WriteLine($"{tablespace.Records,14} tablespace {tablespace.Id} {tablespace.Name}".TrimEnd());
        }
    }
}
