using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Understudy.Cli.Arguments;
using Understudy.Cli.Output;
using Understudy.Server;

namespace Understudy.Cli.Commands;

/// <summary><c>understudy status</c>.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> InstallPlugin = new("--install-plugin") { Description = "First load the server's plugin metadata_lock_info, for good: with it everything can be seen." };
    private static readonly Option<bool> Watch = new("--watch") { Description = "Go on until interrupted." };
    private static readonly Option<double> Interval = new("--interval") { Description = "Seconds between two looks of --watch.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Json = new("--json") { Description = "A JSON line for each look." };

    internal static Command Create()
    {
        var connection = new ConnectionArguments();
        var command = new Command("status", "Tell which backup stage is held, by whom, and what waits.") { InstallPlugin, Watch, Interval, Json };
        connection.AddTo(command);
        Interval.Validators.Add(Validation.AtLeast(0.1));
        command.SetAction((parsed, cancellation) => Task.Run(() => (int)Run(parsed, connection, cancellation), CancellationToken.None));
        return command;
    }

    private static ExitCode Run(ParseResult parsed, ConnectionArguments connection, CancellationToken cancellation)
    {
        using var reader = StageStatusReader.Open(connection.Read(parsed));
        if (parsed.GetValue(InstallPlugin))
        {
            reader.InstallPlugin();
        }

        var json = parsed.GetValue(Json);
        if (!parsed.GetValue(Watch))
        {
            var status = reader.Read();
            Write(status, json);
            return CodeOf(status);
        }

        var interval = TimeSpan.FromSeconds(parsed.GetValue(Interval));
        if (!json && !Console.IsOutputRedirected)
        {
            WatchLive(reader, interval, cancellation);
        }
        else
        {
            do
            {
                Write(reader.Read(), json);
            }
            while (!cancellation.WaitHandle.WaitOne(interval));
        }

        return ExitCode.Cancelled;
    }

    private static void WatchLive(StageStatusReader reader, TimeSpan interval, CancellationToken cancellation) =>
        AnsiConsole.Live(new Text("")).Start(context =>
        {
            do
            {
                context.UpdateTarget(new Text(StatusText.Of(reader.Read())));
                context.Refresh();
            }
            while (!cancellation.WaitHandle.WaitOne(interval));
        });

    private static void Write(StageStatus status, bool json)
    {
        if (json)
        {
            var line = StatusLine.Of(status, TimeProvider.System.GetUtcNow());
            Console.Out.WriteLine(JsonSerializer.Serialize(line, CliJson.Default.StatusLine));
        }
        else
        {
            Console.Out.Write(StatusText.Of(status));
        }

        Console.Out.Flush();
    }

    private static ExitCode CodeOf(StageStatus status) => status.IsHeld switch
    {
        true => ExitCode.StageHeld,
        false => ExitCode.Done,
        null => ExitCode.StageNotSeen,
    };
}
