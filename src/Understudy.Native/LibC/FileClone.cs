using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>
/// Clones: a file gets the content of another one by sharing its blocks, in a time that does not grow with its length. Whoever
/// writes to either file afterwards gets blocks of his own. XFS and btrfs can do it, within one file system.
/// </summary>
public static class FileClone
{
    /// <summary>Makes an empty file a clone of another one, as that is now.</summary>
    /// <param name="source">Open for reading.</param>
    /// <param name="target">Open for writing, and empty.</param>
    /// <param name="targetPath">Names the target in errors.</param>
    /// <param name="whyNot">Why these two cannot share blocks, in the words of the C library; null when they do.</param>
    /// <returns>False when the file system cannot do it, or the files are not on one that could.</returns>
    /// <exception cref="DiskFullException">There is no room, not even for what describes the clone.</exception>
    /// <exception cref="IOException">It failed otherwise.</exception>
    public static bool TryClone(SafeFileHandle source, SafeFileHandle target, string targetPath, out string? whyNot)
    {
        using var from = new HandleUse(source);
        using var to = new HandleUse(target);
        var error = Clone(from.Descriptor, to.Descriptor);
        if (error == LibC.EINVAL && CopyNoCow(from.Descriptor, to.Descriptor))
        {
            error = Clone(from.Descriptor, to.Descriptor);
        }

        whyNot = error == 0 ? null : Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            0 => true,
            LibC.EXDEV or LibC.EOPNOTSUPP or LibC.ENOTTY or LibC.EINVAL or LibC.ENOSYS => false,
            _ => throw PosixError.Exception(error, "clone a file to", targetPath),
        };
    }

    private static int Clone(int source, int target)
    {
        while (LibC.IoctlValue(target, LibC.FICLONE, source) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != LibC.EINTR)
            {
                return error;
            }
        }

        return 0;
    }

    // btrfs clones a file without checksums ("chattr +C") only to one that has none either, which is said while it is empty.
    private static unsafe bool CopyNoCow(int source, int target)
    {
        long sourceFlags = 0;
        long targetFlags = 0;
        if (LibC.IoctlPointer(source, LibC.FS_IOC_GETFLAGS, (int*)&sourceFlags) != 0
            || LibC.IoctlPointer(target, LibC.FS_IOC_GETFLAGS, (int*)&targetFlags) != 0
            || ((sourceFlags ^ targetFlags) & LibC.FS_NOCOW_FL) == 0)
        {
            return false;
        }

        targetFlags ^= LibC.FS_NOCOW_FL;
        return LibC.IoctlPointer(target, LibC.FS_IOC_SETFLAGS, (int*)&targetFlags) == 0;
    }
}
