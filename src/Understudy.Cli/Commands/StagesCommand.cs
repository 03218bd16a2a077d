using System.CommandLine;
using System.Text.Json;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Engine.StageMatrix;
using Understudy.Protocol;
using Understudy.Server;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy stages</c>.</summary>
internal static class StagesCommand
{
    private static readonly Option<string[]> Only = new("--only") { Description = "Only these kinds or groups of statements; may be repeated.", AllowMultipleArgumentsPerToken = false };
    private static readonly Option<bool> Explain = new("--explain") { Description = "Take no stage: tell what each kind would do at the stage that is held now, and why." };
    private static readonly Option<int> LockWaitTimeout = new("--lock-wait-timeout") { Description = "Seconds to wait for each stage.", DefaultValueFactory = _ => 2 };
    private static readonly Option<bool> Json = new("--json") { Description = "A JSON line for each kind." };

    internal static Command Create()
    {
        var connection = new ConnectionArguments();
        var command = new Command("stages", "Measure what runs and what waits at each backup stage.") { Only, Explain, LockWaitTimeout, Json };
        connection.AddTo(command);
        LockWaitTimeout.Validators.Add(Validation.AtLeast(0));
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, connection, cancellation), CancellationToken.None));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, ConnectionArguments connection, CancellationToken cancellation)
    {
        var options = new StageMatrixOptions
        {
            Connection = connection.Read(parsed),
            Only = [.. (parsed.GetValue(Only) ?? []).SelectMany(only => only.Split(',', StringSplitOptions.TrimEntries))],
            LockWaitTimeout = TimeSpan.FromSeconds(parsed.GetValue(LockWaitTimeout)),
        };
        if (parsed.GetValue(Explain))
        {
            return ExplainNow(options);
        }

        var json = parsed.GetValue(Json);
        if (!json)
        {
            Console.Out.WriteLine(StageMatrixText.Head);
        }

        var rows = new StageMatrixOperation(options).Run(row => Write(row, json), cancellation);
        if (!json)
        {
            foreach (var note in StageMatrixText.Notes(rows))
            {
                Console.Out.WriteLine(note);
            }
        }

        return rows.Any(row => row.Differs) ? ExitCode.DoneWithWarnings : ExitCode.Done;
    }

    private static ExitCode ExplainNow(StageMatrixOptions options)
    {
        var cases = StageMatrixOperation.Select(options.Only);
        using var reader = StageStatusReader.Open(options.Connection);
        var status = reader.Read();
        using var session = ServerSession.Connect(options.Connection);
        var settings = new ServerSettings(
            session.QueryScalar("SELECT @@log_bin") == "1", session.QueryScalar("SELECT @@binlog_format") == "ROW");
        foreach (var @case in cases)
        {
            Console.Out.WriteLine(StageMatrixText.Explain(@case, status, settings));
        }

        return ExitCode.Done;
    }

    private static void Write(StageMatrixRow row, bool json)
    {
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(StageMatrixLine.Of(row), CliJson.Default.StageMatrixLine)
            : StageMatrixText.Of(row));
        Console.Out.Flush();
    }
}
