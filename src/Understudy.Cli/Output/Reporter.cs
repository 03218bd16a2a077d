using System.Globalization;
using Understudy.Engine;
using Understudy.Engine.Backup;

namespace Understudy.Cli.Output;

/// <summary>
/// Shows what an operation does: lines on standard error, on a terminal with a live line below, or JSON lines on standard output.
/// </summary>
internal sealed class Reporter : IBackupEvents, IDisposable
{
    private static readonly TimeSpan PlainWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan JsonInterval = TimeSpan.FromSeconds(1);

    private readonly OperationProgress _progress;
    private readonly OutputMode _mode;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _started;
    private readonly LiveDisplay? _live;
    private readonly ITimer? _timer;
    private (string Stage, TimeSpan Waited) _told = ("", TimeSpan.Zero);

    internal Reporter(OperationProgress progress, OutputMode mode)
    {
        _progress = progress;
        _mode = mode;
        _started = _time.GetTimestamp();
        if (mode == OutputMode.Terminal)
        {
            _live = new LiveDisplay(progress);
            return;
        }

        var interval = mode == OutputMode.Json ? JsonInterval : PlainInterval;
        _timer = _time.CreateTimer(_ => Sample(), null, interval, interval);
    }

    /// <summary>Whether it is told at the end where the time went.</summary>
    internal bool ShowsProfile { get; init; }

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

        if (_mode == OutputMode.Plain && !IsTimeToTell(stage, waited))
        {
            return;
        }

        WriteLine($"waiting for BACKUP STAGE {stage} for {waited.TotalSeconds:0} s: {blockers}");
    }

    internal void Done(string directory, string message, int unverifiedFiles = 0)
    {
        if (_mode == OutputMode.Json)
        {
            JsonLines.Write(Numbers("done") with
            {
                Directory = directory,
                UnverifiedFiles = unverifiedFiles == 0 ? null : unverifiedFiles,
                Message = message,
                Seconds = Math.Round(Elapsed.TotalSeconds, 3),
                PhaseSeconds = ShowsProfile ? Rounded(_progress.Profile.Phases) : null,
                WorkSeconds = ShowsProfile ? Rounded(_progress.Profile.Work) : null,
            });
            return;
        }

        if (ShowsProfile)
        {
            WriteTable("seconds by phase", _progress.Profile.Phases);
            WriteTable("seconds by what was done, of all threads together", _progress.Profile.Work);
        }

        WriteLine(message);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _live?.Dispose();
    }

    // Told about once a second; a log file needs it less often.
    private bool IsTimeToTell(string stage, TimeSpan waited)
    {
        var isOfThisWait = stage == _told.Stage && waited >= _told.Waited;
        if (isOfThisWait && waited - _told.Waited < PlainWait)
        {
            return false;
        }

        _told = (stage, waited);
        return true;
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
        var line = $"{Elapsed:hh\\:mm\\:ss\\.f}  {text}";
        if (_live is not null)
        {
            _live.WriteLine(line);
        }
        else
        {
            Console.Error.WriteLine(line);
        }
    }

    private static Dictionary<string, double> Rounded(IEnumerable<KeyValuePair<string, double>> seconds) =>
        seconds.ToDictionary(entry => entry.Key, entry => Math.Round(entry.Value, 3));

    private void WriteTable(string title, IEnumerable<KeyValuePair<string, double>> seconds)
    {
        WriteLine(title);
        foreach (var (name, value) in seconds)
        {
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value,10:0.000}  {name}"));
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
        if (_mode == OutputMode.Json)
        {
            JsonLines.Write(Numbers("progress"));
        }
        else
        {
            WriteLine(Summary());
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
}
