using Spectre.Console;
using Understudy.Engine;
using Understudy.Engine.Backup;

namespace Understudy.Cli.Output;

/// <summary>
/// Shows what an operation does: lines on standard error, a live line on a terminal, or JSON lines on standard output.
/// </summary>
internal sealed class Reporter : IBackupEvents, IDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan JsonInterval = TimeSpan.FromSeconds(1);

    private readonly OperationProgress _progress;
    private readonly OutputMode _mode;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _started;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private bool _hasLiveLine;

    internal Reporter(OperationProgress progress, OutputMode mode)
    {
        _progress = progress;
        _mode = mode;
        _started = _time.GetTimestamp();
        var interval = mode switch
        {
            OutputMode.Json => JsonInterval,
            OutputMode.Terminal => TerminalInterval,
            _ => PlainInterval,
        };
        _timer = _time.CreateTimer(_ => Sample(), null, interval, interval);
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_started);

    public void Milestone(string message) => Line("milestone", message, message);

    public void Warning(string message) => Line("warning", message, "warning: " + message);

    public void StageReached(string stage, TimeSpan waited)
    {
        if (_mode == OutputMode.Json)
        {
            JsonLines.Write(new EventLine("stage", _time.GetUtcNow()) { Stage = stage, WaitedSeconds = waited.TotalSeconds });
            return;
        }

        WriteLine($"BACKUP STAGE {stage} ({waited.TotalSeconds:0.000} s)");
    }

    public void Waiting(string stage, TimeSpan waited, string blockers)
    {
        if (_mode == OutputMode.Json)
        {
            JsonLines.Write(new EventLine("waiting", _time.GetUtcNow()) { Stage = stage, WaitedSeconds = waited.TotalSeconds, Message = blockers });
            return;
        }

        WriteLine($"waiting for BACKUP STAGE {stage} for {waited.TotalSeconds:0} s: {blockers}");
    }

    internal void Done(string directory, string message)
    {
        if (_mode == OutputMode.Json)
        {
            JsonLines.Write(Numbers("done") with { Directory = directory, Message = message, Seconds = Math.Round(Elapsed.TotalSeconds, 3) });
            return;
        }

        WriteLine(message);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            EraseLiveLine();
        }
    }

    private void Line(string kind, string message, string text)
    {
        if (_mode == OutputMode.Json)
        {
            JsonLines.Write(new EventLine(kind, _time.GetUtcNow()) { Message = message });
            return;
        }

        WriteLine(text);
    }

    private void WriteLine(string text)
    {
        lock (_lock)
        {
            EraseLiveLine();
            Console.Error.WriteLine($"{Elapsed:hh\\:mm\\:ss\\.f}  {text}");
        }
    }

    private EventLine Numbers(string kind) => new(kind, _time.GetUtcNow())
    {
        Phase = _progress.Phase,
        BytesDone = _progress.BytesDone,
        BytesTotal = _progress.BytesTotal,
        FilesDone = _progress.FilesDone,
        RedoLagBytes = _progress.RedoLagBytes < 0 ? null : _progress.RedoLagBytes,
        RedoMarginBytes = _progress.RedoMarginBytes < 0 ? null : _progress.RedoMarginBytes,
    };

    private void Sample()
    {
        switch (_mode)
        {
            case OutputMode.Json:
                JsonLines.Write(Numbers("progress"));
                break;
            case OutputMode.Terminal:
                lock (_lock)
                {
                    var line = Markup.Remove(Summary());
                    Console.Error.Write("\r\x1b[K" + (line.Length > AnsiConsole.Profile.Width - 1 ? line[..(AnsiConsole.Profile.Width - 1)] : line));
                    _hasLiveLine = true;
                }

                break;
            default:
                WriteLine(Summary());
                break;
        }
    }

    private string Summary()
    {
        var (done, total) = (_progress.BytesDone, _progress.BytesTotal);
        var rate = done / Math.Max(Elapsed.TotalSeconds, 0.001);
        var left = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate) : TimeSpan.Zero;
        var lag = _progress.RedoLagBytes < 0 ? "" : $"  redo lag {Sizes.Format(_progress.RedoLagBytes)} of {Sizes.Format(_progress.RedoLagBytes + _progress.RedoMarginBytes)}";
        return $"{_progress.Phase}  {Sizes.Format(done)} / {Sizes.Format(total)}  {Sizes.Format((long)rate)}/s  ETA {left:hh\\:mm\\:ss}{lag}";
    }

    private void EraseLiveLine()
    {
        if (_hasLiveLine)
        {
            Console.Error.Write("\r\x1b[K");
            _hasLiveLine = false;
        }
    }
}
