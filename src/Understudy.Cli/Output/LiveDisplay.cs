using Spectre.Console;
using Understudy.Engine;

namespace Understudy.Cli.Output;

/// <summary>The live line of a terminal: stage, bar, bytes, rate, time left, redo lag. Lines can be written above it.</summary>
internal sealed class LiveDisplay : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly ManualResetEventSlim _stop = new();
    private readonly OperationProgress _progress;
    private readonly Thread _thread;

    internal LiveDisplay(OperationProgress progress)
    {
        _progress = progress;
        _thread = new Thread(Run) { Name = "display", IsBackground = true };
        _thread.Start();
    }

    internal void WriteLine(string text) => _console.WriteLine(text);

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run() => _console.Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn(),
            new ProgressBarColumn(),
            new PercentageColumn(),
            new DownloadedColumn(),
            new TransferSpeedColumn(),
            new RemainingTimeColumn())
        .Start(context =>
        {
            var task = context.AddTask(Markup.Escape(Describe()));
            do
            {
                task.MaxValue = Math.Max(1, _progress.BytesTotal);
                task.Value = _progress.BytesDone;
                task.Description = Markup.Escape(Describe());
            }
            while (!_stop.Wait(Interval));
        });

    // A task without a description is refused.
    private string Phase => _progress.Phase.Length == 0 ? "starting" : _progress.Phase;

    private string Describe() => _progress.RedoLagBytes < 0
        ? Phase
        : $"{Phase}, redo lag {Sizes.Format(_progress.RedoLagBytes)}, margin {Sizes.Format(_progress.RedoMarginBytes)}";
}
