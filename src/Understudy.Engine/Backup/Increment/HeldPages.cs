using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Increment;

/// <summary>A row of pages in memory, which is as long as <see cref="PageMemory"/> allows.</summary>
/// <param name="memory">Where they are held.</param>
/// <param name="pageBytes">The length of a page.</param>
internal sealed class HeldPages(PageMemory memory, int pageBytes) : IDisposable
{
    private readonly List<AlignedBuffer> _chunks = [];
    private readonly int _pagesAChunk = PageMemory.ChunkBytes / pageBytes;

    internal int Count { get; private set; }

    /// <summary>A page of the row.</summary>
    internal Span<byte> this[int index] => _chunks[index / _pagesAChunk].Span.Slice(index % _pagesAChunk * pageBytes, pageBytes);

    /// <summary>Makes room for a first page, in any case, where there is none.</summary>
    internal void EnsureFirst()
    {
        if (Count == 0)
        {
            _chunks.Add(memory.Lend());
            Count = 1;
        }
    }

    /// <summary>Adds a page.</summary>
    /// <returns>False when there is no memory for it.</returns>
    internal bool TryAdd(ReadOnlySpan<byte> page)
    {
        if (Count == _chunks.Count * _pagesAChunk)
        {
            if (memory.TryLend() is not { } chunk)
            {
                return false;
            }

            _chunks.Add(chunk);
        }

        page.CopyTo(this[Count++]);
        return true;
    }

    /// <summary>The pages that follow one another in memory, from one of the row on.</summary>
    internal Span<byte> Rest(int index)
    {
        var first = index % _pagesAChunk;
        var count = Math.Min(_pagesAChunk - first, Count - index);
        return _chunks[index / _pagesAChunk].Span.Slice(first * pageBytes, count * pageBytes);
    }

    /// <summary>Forgets all pages but the first so many, and gives back memory that they took.</summary>
    internal void CutTo(int count)
    {
        Count = count;
        var chunks = (count + _pagesAChunk - 1) / _pagesAChunk;
        foreach (var chunk in _chunks.Skip(chunks))
        {
            memory.Return(chunk);
        }

        _chunks.RemoveRange(chunks, _chunks.Count - chunks);
    }

    public void Dispose() => CutTo(0);
}
