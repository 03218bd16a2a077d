using System.Text;

namespace Understudy.Engine.Snapshot;

/// <summary>The beginning of what a program writes; lines may come from several threads.</summary>
/// <param name="charactersMax">How much is kept.</param>
internal sealed class SnapshotOutput(int charactersMax)
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

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

    internal void Add(string? line)
    {
        lock (_lock)
        {
            if (line is not null && _text.Length + line.Length < charactersMax)
            {
                _text.Append(line).Append('\n');
            }
        }
    }
}
