using System.Runtime.InteropServices;
using Understudy.Engine.Copying;
using Understudy.Formats.Delta;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Increment;

/// <summary>
/// Writes a <c>.delta</c> from front to back, in the hands of one thread at a time. The list of the pages stands before them, so a
/// cluster is held in memory until it is full; of one that is longer than there is memory, the rest of the pages is read once more.
/// </summary>
internal sealed class DeltaWriter : IDisposable
{
    private readonly ITargetFile _file;
    private readonly OperationProfile _profile;
    private readonly IPageSource _source;
    private readonly int _pageBytes;
    private readonly List<uint> _pages = [];
    private readonly HeldPages _held; // first of all the list of the pages
    private readonly RangeHasher _hasher;
    private long _position;

    /// <summary>Begins a file.</summary>
    /// <param name="scope">Where to.</param>
    /// <param name="path">Its name there.</param>
    /// <param name="pageBytes">The length of a page.</param>
    /// <param name="memory">Holds a cluster.</param>
    /// <param name="source">From where pages that were added are read again.</param>
    internal DeltaWriter(CopyScope scope, string path, int pageBytes, PageMemory memory, IPageSource source)
    {
        _pageBytes = pageBytes;
        _hasher = new RangeHasher(scope.HashKind);
        _profile = scope.Progress.Profile;
        _source = source;
        _held = new HeldPages(memory, pageBytes);
        using var timer = _profile.Time(Activity.Opening);
        _file = scope.Target.Create(path, new TargetFileOptions(Direct: false, Sparse: false, SyncAtEnd: false, IsCompressible: true));
    }

    /// <summary>Adds a page; their numbers ascend.</summary>
    internal void Add(uint number, ReadOnlySpan<byte> page)
    {
        if (_pages.Count == DeltaIndex.PagesMax(_pageBytes))
        {
            WriteCluster(isLast: false);
        }

        _held.EnsureFirst();

        // Held are the first ones of the cluster, without gaps.
        if (_held.Count == _pages.Count + 1)
        {
            _held.TryAdd(page);
        }

        _pages.Add(number);
    }

    /// <summary>Ends the file.</summary>
    /// <returns>Length and hashes.</returns>
    internal (long SizeBytes, string[] Hashes) Finish()
    {
        WriteCluster(isLast: true);
        _file.Finish(_position);
        return (_position, _hasher.Finish());
    }

    public void Dispose()
    {
        _file.Dispose();
        _held.Dispose();
        _hasher.Dispose();
    }

    private void WriteCluster(bool isLast)
    {
        _held.EnsureFirst();

        var pages = CollectionsMarshal.AsSpan(_pages);
        DeltaIndex.Write(_held[0], pages, isLast);
        for (var i = 0; i < _held.Count;)
        {
            var block = _held.Rest(i);
            Write(block);
            i += block.Length / _pageBytes;
        }

        ReadAgain(pages[(_held.Count - 1)..]);
        _pages.Clear();
        _held.CutTo(0);
    }

    private void ReadAgain(ReadOnlySpan<uint> pages)
    {
        if (pages.IsEmpty)
        {
            return;
        }

        using var buffer = new AlignedBuffer(PageMemory.ChunkBytes);
        var most = (buffer.Length - PosixFile.DirectAlignment) / _pageBytes;
        while (!pages.IsEmpty)
        {
            var count = 1;
            while (count < Math.Min(most, pages.Length) && pages[count] == pages[0] + count)
            {
                count++;
            }

            // Pages smaller than a block do not stand at aligned places. What is cut off meanwhile is zero.
            var offset = (long)pages[0] * _pageBytes;
            var skip = (int)(offset % PosixFile.DirectAlignment);
            var length = count * _pageBytes;
            var got = _source.Read(buffer.Span, skip + length, offset - skip);
            buffer.Span[got..].Clear();
            var block = buffer.Span.Slice(skip, length);
            _source.Verify(block, offset);
            Write(block);
            pages = pages[count..];
        }
    }

    private void Write(Span<byte> block)
    {
        using (_profile.Time(Activity.Hashing))
        {
            _hasher.Append(block);
        }

        using (_profile.Time(Activity.Writing))
        {
            _file.Write(block, block.Length, _position);
        }

        _position += block.Length;
    }
}
