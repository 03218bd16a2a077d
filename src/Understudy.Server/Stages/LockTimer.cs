namespace Understudy.Server;

/// <summary>Watches that stages which block others are neither waited for nor held longer than allowed.</summary>
internal sealed class LockTimer : IDisposable
{
    private readonly BackupStagesOptions _options;
    private readonly ITimer _timer;
    private readonly Action _release;
    private readonly Lock _access = new();
    private long _startedAt;
    private bool _isRunning;
    private bool _isOver;

    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="options">How long is allowed.</param>
    /// <param name="release">Releases everything; called on a thread of the pool.</param>
    internal LockTimer(BackupStagesOptions options, Action release)
    {
        _options = options;
        _release = release;
        _timer = options.Time.CreateTimer(_ => Expire(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is left of the time; null when there is no limit or nothing is blocked.</summary>
    internal TimeSpan? Left
    {
        get
        {
            lock (_access)
            {
                return _isRunning ? _options.LockTimeMax - _options.Time.GetElapsedTime(_startedAt) : null;
            }
        }
    }

    /// <summary>Whether the time is over and nobody was told yet.</summary>
    internal bool IsOver
    {
        get
        {
            lock (_access)
            {
                return _isOver;
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Starts, unless it runs already or there is no limit.</summary>
    internal void Start()
    {
        lock (_access)
        {
            if (!_isRunning && _options.LockTimeMax != Timeout.InfiniteTimeSpan)
            {
                _isRunning = true;
                _startedAt = _options.Time.GetTimestamp();
                _timer.Change(_options.LockTimeMax, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Stops, until the next <see cref="Start"/>.</summary>
    internal void Stop()
    {
        lock (_access)
        {
            _isRunning = false;
            _isOver = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The error that says so; the timer is as new then.</summary>
    /// <param name="stage">The stage that was waited for, if one was.</param>
    /// <param name="blockers">Who was in its way, if that is known.</param>
    /// <param name="inner">The server's error, if there was one.</param>
    internal LockTimeException MakeError(BackupStage? stage, StageBlockers? blockers, Exception? inner)
    {
        Stop();
        return new LockTimeException(_options.LockTimeMax, stage, blockers, inner);
    }

    private void Expire()
    {
        lock (_access)
        {
            if (!_isRunning)
            {
                return;
            }

            _isOver = true;
        }

        _release();
    }
}
