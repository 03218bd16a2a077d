using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>Files as the kernel offers them: direct I/O, durable directories, links, advice. All calls block.</summary>
public static class PosixFile
{
    /// <summary>The alignment in bytes of buffers, offsets and lengths that every direct read and write here keeps.</summary>
    public const int DirectAlignment = 4096;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="direct">Ask for I/O that goes around the page cache; where the file system cannot, it is opened without.</param>
    /// <param name="isDirect">Whether reads must be aligned to <see cref="DirectAlignment"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenRead(string path, bool direct, out bool isDirect) =>
        OpenMaybeDirect(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0, direct, out isDirect);

    /// <summary>Opens a file for reading through the page cache.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenRead(string path) => OpenRead(path, direct: false, out _);

    /// <summary>Creates a file that must not exist, for reading and writing.</summary>
    /// <exception cref="IOException">It exists, or cannot be created.</exception>
    public static SafeFileHandle Create(string path, bool direct, out bool isDirect, uint? mode = null) =>
        TryCreate(path, direct, out isDirect, mode) ?? throw PosixError.Exception(LibC.EEXIST, "create", path);

    /// <summary>Creates a file for reading and writing.</summary>
    /// <returns>Null when there is one of that name.</returns>
    /// <exception cref="IOException">It cannot be created.</exception>
    public static SafeFileHandle? TryCreate(string path, bool direct, out bool isDirect, uint? mode = null) =>
        TryOpen(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC, (int)(mode ?? CreationModes.File), direct, LibC.EEXIST, out isDirect);

    /// <summary>Opens an existing file for reading and writing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle OpenReadWrite(string path, bool direct, out bool isDirect) =>
        OpenMaybeDirect(path, LibC.O_RDWR | LibC.O_CLOEXEC, 0, direct, out isDirect);

    /// <summary>A length in bytes, rounded up to what a direct read takes.</summary>
    public static int AlignUp(int length) => (length + DirectAlignment - 1) / DirectAlignment * DirectAlignment;

    /// <summary>Reads as many bytes as are wanted, or up to the end of the file, also around the page cache.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isDirect">Whether reads must be aligned. Then the buffer is, and may be filled up to the next multiple.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="want">How many.</param>
    /// <param name="offset">Where in the file.</param>
    /// <param name="path">Named in errors.</param>
    /// <returns>Bytes read; fewer than wanted only at the end of the file.</returns>
    /// <exception cref="IOException">The read failed.</exception>
    public static int ReadWanted(SafeFileHandle file, bool isDirect, Span<byte> buffer, int want, long offset, string path) =>
        Math.Min(want, ReadFully(file, buffer[..(isDirect ? AlignUp(want) : want)], offset, path));

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    /// <returns>The number of bytes read; less than asked only at the end of the file.</returns>
    /// <exception cref="IOException">The read failed.</exception>
    public static unsafe int ReadFully(SafeFileHandle file, Span<byte> buffer, long offset, string path)
    {
        using var use = new HandleUse(file);
        var done = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length)
            {
                var n = LibC.pread(use.Descriptor, start + done, (nuint)(buffer.Length - done), offset + done);
                if (n == 0)
                {
                    break;
                }

                if (n < 0)
                {
                    RetryOrThrow("read", path);
                    continue;
                }

                done += (int)n;
                if (done < buffer.Length && (n & 511) != 0)
                {
                    // A direct read that ended inside a block is at the end of the file, and cannot go on from there.
                    break;
                }
            }
        }

        return done;
    }

    /// <summary>Writes the whole buffer.</summary>
    /// <exception cref="DiskFullException">There is no room.</exception>
    /// <exception cref="IOException">The write failed.</exception>
    public static unsafe void WriteFully(SafeFileHandle file, ReadOnlySpan<byte> buffer, long offset, string path)
    {
        using var use = new HandleUse(file);
        var done = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length)
            {
                var n = LibC.pwrite(use.Descriptor, start + done, (nuint)(buffer.Length - done), offset + done);
                if (n < 0)
                {
                    RetryOrThrow("write", path);
                    continue;
                }

                done += (int)n;
            }
        }
    }

    /// <summary>Sets the length of a file.</summary>
    /// <exception cref="IOException">It cannot be set.</exception>
    public static void SetLength(SafeFileHandle file, long length, string path)
    {
        using var use = new HandleUse(file);
        PosixError.Check(LibC.ftruncate(use.Descriptor, length), "set the length of", path);
    }

    /// <summary>Makes content and length of a file durable.</summary>
    /// <exception cref="IOException">The device reported an error; what was written may be lost.</exception>
    public static void Sync(SafeFileHandle file, string path)
    {
        using var use = new HandleUse(file);
        PosixError.Check(LibC.fsync(use.Descriptor), "sync", path);
    }

    /// <summary>Makes the names in a directory durable.</summary>
    /// <exception cref="IOException">The device reported an error.</exception>
    public static void SyncDirectory(string path)
    {
        using var handle = OpenDirectory(path);
        using var use = new HandleUse(handle);
        PosixError.Check(LibC.fsync(use.Descriptor), "sync the directory", path);
    }

    /// <summary>Makes everything durable that was written to the file system that holds a directory.</summary>
    /// <exception cref="IOException">The device reported an error.</exception>
    public static void SyncFileSystem(string path)
    {
        using var handle = OpenDirectory(path);
        using var use = new HandleUse(handle);
        PosixError.Check(LibC.syncfs(use.Descriptor), "sync the file system of", path);
    }

    /// <summary>Tells the kernel that the cached pages of a range are not needed. Only advice: errors do not matter.</summary>
    public static void DropCache(SafeFileHandle file, long offset, long length)
    {
        using var use = new HandleUse(file);
        _ = LibC.posix_fadvise(use.Descriptor, offset, length, LibC.POSIX_FADV_DONTNEED);
    }

    /// <summary>
    /// Makes a range a hole: it reads as zeros and takes no room. Where the file system cannot, nothing happens.
    /// </summary>
    /// <returns>Whether it is a hole now.</returns>
    public static bool TryPunchHole(SafeFileHandle file, long offset, long length)
    {
        using var use = new HandleUse(file);
        return LibC.fallocate(use.Descriptor, LibC.FALLOC_FL_PUNCH_HOLE | LibC.FALLOC_FL_KEEP_SIZE, offset, length) == 0;
    }

    /// <summary>Whether the page cache holds all of a range of a file.</summary>
    /// <returns>False also where the kernel does not tell: before Linux 6.5, or somebody else's file.</returns>
    public static unsafe bool IsInCache(SafeFileHandle file, long offset, long length)
    {
        using var use = new HandleUse(file);
        var range = new CacheRange((ulong)offset, (ulong)length);
        var found = default(CacheStatistics);
        var pages = (ulong)((length + Environment.SystemPageSize - 1) / Environment.SystemPageSize);
        return LibC.cachestat(LibC.SYS_cachestat, (uint)use.Descriptor, &range, &found, 0) == 0 && found.CachedPages == pages;
    }

    /// <summary>Opens a file that is open for direct reading once more, to be read through the page cache.</summary>
    /// <returns>Null where that cannot be had.</returns>
    internal static SafeFileHandle? TryReopenThroughCache(SafeFileHandle file)
    {
        using var use = new HandleUse(file);
        var fd = LibC.open($"/proc/self/fd/{use.Descriptor}", LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : null;
    }

    /// <summary>Gives a file a second name.</summary>
    /// <returns>False when the two names cannot share a file: other file systems, or no permission.</returns>
    /// <exception cref="IOException">It failed otherwise.</exception>
    public static bool TryLink(string existing, string created)
    {
        if (LibC.link(existing, created) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is LibC.EXDEV or LibC.EPERM or LibC.EACCES or LibC.EMLINK or LibC.EOPNOTSUPP or LibC.ENOSYS
            ? false
            : throw PosixError.Exception(error, "link", existing);
    }

    /// <summary>Renames a file, over an existing one if there is one.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static void Rename(string from, string to) => PosixError.Check(LibC.rename(from, to), $"rename to {to}", from);

    /// <summary>Sets owner and group.</summary>
    /// <exception cref="IOException">Not permitted, or the file is missing.</exception>
    public static void ChangeOwner(string path, uint user, uint group) =>
        PosixError.Check(LibC.chown(path, user, group), "change the owner of", path);

    /// <summary>Sets the permission bits.</summary>
    /// <exception cref="IOException">Not permitted, or the file is missing.</exception>
    public static void ChangeMode(string path, uint mode) => PosixError.Check(LibC.chmod(path, mode & 0xfff), "change the mode of", path);

    /// <summary>Whether the program runs with the rights of the superuser.</summary>
    public static bool IsSuperuser => LibC.geteuid() == 0;

    private static SafeFileHandle OpenDirectory(string path) =>
        OpenMaybeDirect(path, LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0, direct: false, out _);

    private static SafeFileHandle OpenMaybeDirect(string path, int flags, int mode, bool direct, out bool isDirect) =>
        TryOpen(path, flags, mode, direct, expected: 0, out isDirect)!;

    // Null for the error that is expected.
    private static SafeFileHandle? TryOpen(string path, int flags, int mode, bool direct, int expected, out bool isDirect)
    {
        isDirect = false;
        if (direct)
        {
            var fd = LibC.open(path, flags | LibC.O_DIRECT, mode);
            if (fd >= 0)
            {
                isDirect = true;
                return new SafeFileHandle(fd, ownsHandle: true);
            }

            var error = Marshal.GetLastPInvokeError();
            if (error != LibC.EINVAL)
            {
                return error == expected ? null : throw PosixError.Exception(error, "open", path);
            }

            // Some file systems create the file before they find that they cannot do direct I/O.
            flags &= ~LibC.O_EXCL;
        }

        var plain = LibC.open(path, flags, mode);
        if (plain >= 0)
        {
            return new SafeFileHandle(plain, ownsHandle: true);
        }

        var why = Marshal.GetLastPInvokeError();
        return why == expected ? null : throw PosixError.Exception(why, "open", path);
    }

    private static void RetryOrThrow(string action, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != LibC.EINTR)
        {
            throw PosixError.Exception(error, action, path);
        }
    }
}
