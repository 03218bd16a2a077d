using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Understudy.Engine.Backup.Redo;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>
/// Applies the redo log that is copied to tablespaces that are copied already, on a thread of its own and in rounds, while others are
/// still being copied. To a round, a file that was whole before the log was copied up to what was durable then is like a file of a
/// backup that ended there: all that its pages can hold is in the log. Names are left to the passes, which hold the files that they touch.
/// </summary>
/// <param name="context">The backup.</param>
/// <param name="redo">Tells how far the log is copied.</param>
/// <param name="target">Where the files are.</param>
/// <param name="keys">The server's keys.</param>
/// <param name="onFailure">Called on the thread of the rounds when it fails.</param>
internal sealed class AheadRollForward(
    BackupContext context, RedoLogCopier redo, TargetTablespaces target, EncryptionKeys keys, Action onFailure) : IDisposable
{
    // Each round reads the log from its start: rests in proportion bound what all of them cost.
    private const int RestFactor = 3;
    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LogPause = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly CancellationTokenSource _abandon = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
    private readonly object _lock = new();
    private IReadOnlySet<string> _held = new HashSet<string>();
    private Thread? _thread;
    private AheadRound? _round;
    private ExceptionDispatchInfo? _error;

    /// <summary>Rounds that came to their end.</summary>
    internal int Rounds { get; private set; }

    /// <summary>Pages written by these rounds.</summary>
    internal long PagesChanged { get; private set; }

    internal void Start()
    {
        _thread = new Thread(Run) { Name = "ahead", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// Keeps rounds away from files that are about to be copied anew or renamed, and waits for one that uses any of them. What it does
    /// would have to be done later anyway, and as long as there are rounds nothing is blocked.
    /// </summary>
    /// <returns>To be disposed of when the files are in order again; before that nothing else can be held.</returns>
    internal IDisposable Hold(IReadOnlySet<string> paths)
    {
        lock (_lock)
        {
            _held = paths;
            while (_round is { } round && round.Uses(paths))
            {
                Monitor.Wait(_lock);
            }
        }

        return new HeldFiles(Release);
    }

    /// <summary>Ends the rounds. To be called while nothing is blocked: it waits for the one that runs.</summary>
    internal void Stop()
    {
        _stop.Set();
        _thread?.Join();
    }

    /// <summary>Applies what is left of the log, when nobody else uses the files any more, and so ends the preparation.</summary>
    /// <param name="end">The end of the copied log.</param>
    /// <param name="serverVersion">The server's version.</param>
    /// <exception cref="FailureException">A page cannot be brought forward.</exception>
    internal void Finish(Lsn end, string serverVersion)
    {
        var started = Stopwatch.GetTimestamp();
        var result = new FinalRollForward(context, target, keys).Run(end, serverVersion);
        foreach (var warning in result.Warnings)
        {
            context.Warn(warning);
        }

        context.Events.Milestone(
            $"rolled forward to LSN {result.End}: {PagesChanged} pages in {Rounds} rounds while copying, {result.PagesChanged} pages in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s at the end");
    }

    /// <summary>Throws what ended the rounds, if something did.</summary>
    internal void ThrowIfFailed() => _error?.Throw();

    public void Dispose()
    {
        _abandon.Cancel();
        Stop();
        _abandon.Dispose();
        _stop.Dispose();
    }

    private void Release()
    {
        lock (_lock)
        {
            _held = new HashSet<string>();
        }
    }

    private void Run()
    {
        try
        {
            var rest = RestMin;
            while (!IsStopped(rest))
            {
                var started = Stopwatch.GetTimestamp();
                MakeRound();
                var inProportion = Stopwatch.GetElapsedTime(started) * RestFactor;
                rest = inProportion > RestMin ? inProportion : RestMin;
            }
        }
        catch (OperationCanceledException)
        {
            // The backup fails or is cancelled elsewhere.
        }
        catch (FailureException e) when (e.Kind == FailureKind.Damaged)
        {
            // An import may have been writing the file, which a pass then copies anew. What is wrong at the end fails the backup.
            context.Events.Milestone($"rolling forward waits for the end of the copy: {e.Message}");
        }
        catch (Exception e)
        {
            _error = ExceptionDispatchInfo.Capture(e);
            onFailure();
        }
    }

    private void MakeRound()
    {
        var whole = AheadTablespace.All(context.Catalog).Values
            .Where(tablespace => tablespace.IsWhole(context.Layout.SystemTablespace.Count))
            .ToArray();
        if (WaitForLog(Stopwatch.GetTimestamp()) is not { } end || Begin(whole.Where(tablespace => tablespace.UpTo < end)) is not { } round)
        {
            return;
        }

        try
        {
            PagesChanged += round.Run(keys, end, _abandon.Token).PagesChanged;
            Rounds++;
        }
        finally
        {
            lock (_lock)
            {
                _round = null;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private Lsn? WaitForLog(long asOf)
    {
        do
        {
            if (redo.CopiedUpTo(asOf) is { } end)
            {
                return end;
            }
        }
        while (!IsStopped(LogPause));

        return null;
    }

    private bool IsStopped(TimeSpan wait) => WaitHandle.WaitAny([_stop, _abandon.Token.WaitHandle], wait) != WaitHandle.WaitTimeout;

    private AheadRound? Begin(IEnumerable<AheadTablespace> whole)
    {
        lock (_lock)
        {
            var chosen = whole.Where(tablespace => tablespace.Files.All(IsFree)).ToDictionary(t => t.Id);
            return _round = chosen.Count == 0 ? null : new AheadRound(context, target, chosen);
        }
    }

    private bool IsFree(CopiedFile file) =>
        !_held.Contains(file.Path) && !context.Damage.Has(file.Path) && ReferenceEquals(context.Catalog.Find(file.Path), file);
}
