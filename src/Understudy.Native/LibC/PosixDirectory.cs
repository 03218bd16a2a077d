using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>
/// An open directory, and what can be done with the names in it. No name is followed if it is a link, so nothing that is done leads
/// out of the directory, whoever changes it meanwhile. Names have no '/'.
/// </summary>
public sealed class PosixDirectory : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private PosixDirectory(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Opens a directory that exists; the path itself may lead over links.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static PosixDirectory Open(string path) =>
        new(Handle(LibC.open(path, LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0), "open the directory", path), path);

    /// <summary>Opens a directory in this one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">Make it if it is missing, for the user alone.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It is no directory, or cannot be opened or made.</exception>
    public PosixDirectory OpenDirectory(string name, bool create)
    {
        using var use = new HandleUse(_handle);
        var path = Path.Combine(_path, name);
        if (create && LibC.mkdirat(use.Descriptor, name, (uint)CreationModes.Directory) != 0 && Marshal.GetLastPInvokeError() is var error and not LibC.EEXIST)
        {
            throw PosixError.Exception(error, "make the directory", path);
        }

        var fd = LibC.openat(use.Descriptor, name, LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0);
        return new PosixDirectory(Handle(fd, "open the directory", path), path);
    }

    /// <summary>Creates a file that must not exist, for writing.</summary>
    /// <exception cref="IOException">Something of that name exists, or it cannot be created.</exception>
    public SafeFileHandle CreateFile(string name)
    {
        using var use = new HandleUse(_handle);
        var fd = LibC.openat(
            use.Descriptor, name, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, (int)CreationModes.File);
        return Handle(fd, "create", Path.Combine(_path, name));
    }

    /// <summary>Removes a file or a link.</summary>
    /// <returns>False when there was nothing of that name.</returns>
    /// <exception cref="IOException">It is a directory, or cannot be removed.</exception>
    public bool RemoveFile(string name)
    {
        using var use = new HandleUse(_handle);
        return IsRemoved(TryUnlink(use, name, 0), name);
    }

    /// <summary>Removes a file or a link, or a directory with all in it.</summary>
    /// <returns>False when there was nothing of that name.</returns>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public bool Remove(string name)
    {
        using var use = new HandleUse(_handle);
        var error = TryUnlink(use, name, 0);
        if (error is LibC.EISDIR or LibC.EPERM)
        {
            // Which of the two a directory gives depends on the file system.
            RemoveContent(name);
            error = TryUnlink(use, name, LibC.AT_REMOVEDIR);
        }

        return IsRemoved(error, name);
    }

    /// <summary>Renames a file, over another one if there is one.</summary>
    /// <returns>False when there is no such file.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public bool Rename(string name, PosixDirectory other, string newName)
    {
        using var use = new HandleUse(_handle);
        using var otherUse = new HandleUse(other._handle);
        if (LibC.renameat(use.Descriptor, name, otherUse.Descriptor, newName) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == LibC.ENOENT
            ? false
            : throw PosixError.Exception(error, $"rename to {Path.Combine(other._path, newName)}", Path.Combine(_path, name));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Handle(int fd, string action, string path) => fd >= 0
        ? new SafeFileHandle(fd, ownsHandle: true)
        : throw PosixError.Exception(Marshal.GetLastPInvokeError(), action, path);

    private bool IsRemoved(int error, string name) => error switch
    {
        0 => true,
        LibC.ENOENT => false,
        _ => throw PosixError.Exception(error, "remove", Path.Combine(_path, name)),
    };

    private static int TryUnlink(in HandleUse use, string name, int flags) =>
        LibC.unlinkat(use.Descriptor, name, flags) == 0 ? 0 : Marshal.GetLastPInvokeError();

    private void RemoveContent(string name)
    {
        using var directory = OpenDirectory(name, create: false);
        using var use = new HandleUse(directory._handle);

        // The names of the directory that is open, not of what has its path by now.
        foreach (var entry in Directory.EnumerateFileSystemEntries($"/proc/self/fd/{use.Descriptor}").ToArray())
        {
            directory.Remove(Path.GetFileName(entry));
        }
    }
}
