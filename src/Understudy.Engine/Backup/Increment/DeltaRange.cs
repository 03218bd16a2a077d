namespace Understudy.Engine.Backup.Increment;

/// <summary>A part of a file whose changed pages are gathered before it is its turn to be written. One thread at a time has it.</summary>
/// <param name="index">Which of the file's.</param>
/// <param name="from">Where it begins.</param>
/// <param name="end">Where it ends.</param>
/// <param name="pages">For what is gathered.</param>
internal sealed class DeltaRange(int index, long from, long end, HeldPages pages) : IDisposable
{
    private readonly List<uint> _numbers = [];

    internal int Index => index;

    internal long End => end;

    /// <summary>Where reading goes on: all changed pages before are gathered or written.</summary>
    internal long Next { get; set; } = from;

    /// <summary>Whether no thread has it, after one had.</summary>
    internal bool IsLeft { get; set; }

    /// <summary>Whether all its pages are with the writer.</summary>
    internal bool IsWritten { get; set; }

    /// <summary>The number of pages that are gathered.</summary>
    internal int Count => _numbers.Count;

    /// <summary>Gathers a page.</summary>
    /// <returns>False when there is no memory for it.</returns>
    internal bool TryAdd(uint number, ReadOnlySpan<byte> page)
    {
        if (!pages.TryAdd(page))
        {
            return false;
        }

        _numbers.Add(number);
        return true;
    }

    /// <summary>Forgets all gathered pages but the first so many.</summary>
    internal void CutTo(int count)
    {
        pages.CutTo(count);
        _numbers.RemoveRange(count, _numbers.Count - count);
    }

    /// <summary>Hands the gathered pages to the writer.</summary>
    internal void MoveTo(DeltaWriter writer)
    {
        for (var i = 0; i < _numbers.Count; i++)
        {
            writer.Add(_numbers[i], pages[i]);
        }

        CutTo(0);
    }

    public void Dispose() => pages.Dispose();
}
