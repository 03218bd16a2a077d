namespace Understudy.Engine.Prepare.Files;

/// <summary>A set of pages of one tablespace, one bit each. Thread-safe.</summary>
internal sealed class PageSet
{
    private const int PagesPerBlock = 1 << 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, ulong[]> _blocks = [];

    /// <summary>Adds a page.</summary>
    /// <returns>Whether it was not in the set before.</returns>
    internal bool Add(uint page)
    {
        var block = Block(page / PagesPerBlock);
        var mask = 1UL << (int)(page % 64);
        return (Interlocked.Or(ref block[page % PagesPerBlock / 64], mask) & mask) == 0;
    }

    /// <summary>Removes all pages. Nobody else may use the set meanwhile.</summary>
    internal void Clear() => _blocks.Clear();

    private ulong[] Block(uint number)
    {
        lock (_lock)
        {
            if (!_blocks.TryGetValue(number, out var block))
            {
                block = new ulong[PagesPerBlock / 64];
                _blocks.Add(number, block);
            }

            return block;
        }
    }
}
