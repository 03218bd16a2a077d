using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>
/// A file that is read without changing what the page cache holds of it. A large one is read around the cache; but what lies in the
/// cache already is copied from there, which is several times faster than any disk, and leaves the disk to the writing.
/// </summary>
public sealed class CacheNeutralFile : IDisposable
{
    /// <summary>Files from this size on, in bytes, are read around the page cache.</summary>
    public const long DirectBytesMin = 1 << 20;

    private readonly bool _isLarge;
    private readonly bool _isDirect;
    private SafeFileHandle? _cached;

    private CacheNeutralFile(SafeFileHandle handle, string path, bool isLarge, bool isDirect)
    {
        Handle = handle;
        Path = path;
        _isLarge = isLarge;
        _isDirect = isDirect;
    }

    /// <summary>The open file. Reads of it must be aligned to <see cref="PosixFile.DirectAlignment"/>.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>The name by which it was opened.</summary>
    public string Path { get; }

    /// <summary>Opens a file; links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sizeBytes">About how large it is.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static CacheNeutralFile Open(string path, long sizeBytes)
    {
        var isLarge = sizeBytes >= DirectBytesMin;
        var handle = PosixFile.OpenRead(path, isLarge, out var isDirect);
        return new CacheNeutralFile(handle, path, isLarge, isDirect);
    }

    /// <summary>Reads as many bytes as are wanted, or up to the end of the file. Several threads may.</summary>
    /// <param name="buffer">Where the bytes go; aligned, and maybe filled up to the next multiple of <see cref="PosixFile.DirectAlignment"/>.</param>
    /// <param name="want">How many.</param>
    /// <param name="offset">Where in the file, aligned.</param>
    /// <returns>Bytes read; fewer than wanted only at the end of the file.</returns>
    /// <exception cref="IOException">The read failed.</exception>
    public int Read(Span<byte> buffer, int want, long offset) =>
        _isDirect && PosixFile.IsInCache(Handle, offset, want) && ThroughCache() is { } cached
            ? PosixFile.ReadFully(cached, buffer[..want], offset, Path)
            : PosixFile.ReadWanted(Handle, _isDirect, buffer, want, offset, Path);

    /// <summary>Gives the page cache back what reading took of it, where the file system cannot be read around it.</summary>
    public void DropCache()
    {
        if (_isLarge && !_isDirect)
        {
            PosixFile.DropCache(Handle, 0, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Handle.Dispose();
        _cached?.Dispose();
    }

    private SafeFileHandle? ThroughCache()
    {
        if (_cached is { } known)
        {
            return known;
        }

        var opened = PosixFile.TryReopenThroughCache(Handle);
        if (opened is null || Interlocked.CompareExchange(ref _cached, opened, null) is not { } first)
        {
            return opened;
        }

        opened.Dispose(); // another thread was faster
        return first;
    }
}
