using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.Delta;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>A <c>.delta</c> file, read from front to back, cluster by cluster.</summary>
internal sealed class DeltaFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly long _sizeBytes;
    private readonly byte[] _block;
    private long _position;
    private uint? _lastPage;
    private bool _isAtEnd;

    private DeltaFile(SafeFileHandle file, string path, int pageBytes)
    {
        _file = file;
        _path = path;
        _sizeBytes = FileStatus.Of(file).SizeBytes;
        _block = new byte[pageBytes];
    }

    /// <summary>Where in the file the pages of the cluster stand that was read last.</summary>
    internal long PagesOffset { get; private set; }

    internal static DeltaFile Open(string path, int pageBytes) => new(PosixFile.OpenRead(path), path, pageBytes);

    /// <summary>Reads what pages the next cluster has.</summary>
    /// <returns>False behind the last cluster.</returns>
    /// <exception cref="FailureException">The file is not whole.</exception>
    internal bool TryReadIndex(out DeltaIndex index)
    {
        index = default;
        if (_isAtEnd)
        {
            return _position == _sizeBytes ? false : throw Damaged($"it has {_sizeBytes} bytes, its last cluster ends at {_position}");
        }

        if (PosixFile.ReadFully(_file, _block, _position, _path) != _block.Length)
        {
            throw Damaged($"it ends at {_sizeBytes}, where a cluster is expected at {_position}");
        }

        if (!DeltaIndex.TryRead(_block, _lastPage, out index, out var whyNot))
        {
            throw Damaged($"at {_position}: {whyNot}");
        }

        PagesOffset = _position + _block.Length;
        _position = PagesOffset + ((long)index.Count * _block.Length);
        if (_position > _sizeBytes)
        {
            throw Damaged($"it has {_sizeBytes} bytes, its cluster at {PagesOffset - _block.Length} goes to {_position}");
        }

        _lastPage = index.Count > 0 ? index[index.Count - 1] : _lastPage;
        _isAtEnd = index.IsLast;
        return true;
    }

    /// <summary>Reads pages of the cluster that was read last.</summary>
    internal void ReadPages(int first, Span<byte> pages)
    {
        if (PosixFile.ReadFully(_file, pages, PagesOffset + ((long)first * _block.Length), _path) != pages.Length)
        {
            throw Damaged("it became shorter while it was read");
        }
    }

    public void Dispose() => _file.Dispose();

    private FailureException Damaged(string why) => new(
        FailureKind.Damaged, $"{_path} is not a whole delta: {why}", "the increment is damaged: bring the file back, or use another backup");
}
