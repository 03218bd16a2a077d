using Understudy.Engine.Copying;
using Understudy.Formats.Delta;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Increment;

/// <summary>
/// Writes a <c>.delta</c> from front to back. The list of the pages stands before them, so a cluster is held in memory until it is
/// full; of one that is longer than that may be, the rest of the pages is read once more.
/// </summary>
internal sealed class DeltaWriter : IDisposable
{
    /// <summary>The most pages that are held, in bytes: a whole cluster of pages of 16 KiB.</summary>
    internal const long HeldBytesMax = 64L << 20;

    private const int ChunkBytes = CopyWorker.BlockBytes;

    private readonly ITargetFile _file;
    private readonly OperationProfile _profile;
    private readonly Action<uint, Span<byte>> _readAgain;
    private readonly int _pageBytes;
    private readonly int _heldPagesMax;
    private readonly List<uint> _pages = [];
    private readonly CopyWorker _worker;
    private readonly RangeHasher _hasher;
    private readonly List<AlignedBuffer> _moreChunks = [];
    private long _position;

    /// <summary>Begins a file.</summary>
    /// <param name="scope">Where to.</param>
    /// <param name="path">Its name there.</param>
    /// <param name="pageBytes">The length of a page.</param>
    /// <param name="worker">Its hash and one of its buffers are used until the file is finished.</param>
    /// <param name="readAgain">Reads a page that was added, by its number.</param>
    internal DeltaWriter(CopyScope scope, string path, int pageBytes, CopyWorker worker, Action<uint, Span<byte>> readAgain)
    {
        _pageBytes = pageBytes;
        _heldPagesMax = (int)Math.Min(DeltaIndex.PagesMax(pageBytes), (HeldBytesMax / pageBytes) - 1);
        _worker = worker;
        _hasher = worker.HasherOf(scope.HashKind);
        _profile = scope.Progress.Profile;
        _readAgain = readAgain;
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

        _pages.Add(number);
        if (_pages.Count <= _heldPagesMax)
        {
            page.CopyTo(Slot(_pages.Count));
        }
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
        _moreChunks.ForEach(chunk => chunk.Dispose());
    }

    private void WriteCluster(bool isLast)
    {
        DeltaIndex.Write(Slot(0), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pages), isLast);
        var held = Math.Min(_pages.Count, _heldPagesMax);
        var bytes = (held + 1L) * _pageBytes;
        for (var i = 0; bytes > 0; i++)
        {
            var length = (int)Math.Min(bytes, ChunkBytes);
            Write(Chunk(i)[..length]);
            bytes -= length;
        }

        for (var i = held; i < _pages.Count; i++)
        {
            var page = Chunk(0)[.._pageBytes];
            _readAgain(_pages[i], page);
            Write(page);
        }

        _pages.Clear();
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

    private Span<byte> Slot(int index)
    {
        var perChunk = ChunkBytes / _pageBytes;
        return Chunk(index / perChunk).Slice(index % perChunk * _pageBytes, _pageBytes);
    }

    // Of most tables few pages have changed: the worker's buffer is there already, more is only allocated for the others.
    private Span<byte> Chunk(int index)
    {
        while (_moreChunks.Count < index)
        {
            _moreChunks.Add(new AlignedBuffer(ChunkBytes));
        }

        return index == 0 ? _worker.ThirdBuffer : _moreChunks[index - 1].Span;
    }
}
