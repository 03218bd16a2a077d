using System.Diagnostics;
using System.Text;

namespace Understudy.Engine.Snapshot;

/// <summary>The beginning of what a program writes to its two streams; lines may come from several threads.</summary>
/// <param name="charactersMax">How much is kept.</param>
internal sealed class SnapshotOutput(int charactersMax)
{
    private readonly object _lock = new();
    private readonly StringBuilder _text = new();
    private int _streamsOpen = 2;

    internal string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString().Trim();
            }
        }
    }

    /// <summary>Waits until both streams are at their end; what the program started may keep them open.</summary>
    internal void WaitForEnd(TimeSpan timeout)
    {
        var started = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (_streamsOpen > 0 && timeout - Stopwatch.GetElapsedTime(started) is { } left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_lock, left);
            }
        }
    }

    /// <summary>Takes a line, or null at the end of a stream.</summary>
    internal void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null)
            {
                _streamsOpen--;
                Monitor.PulseAll(_lock);
            }
            else if (_text.Length + line.Length < charactersMax)
            {
                _text.Append(line).Append('\n');
            }
        }
    }
}
