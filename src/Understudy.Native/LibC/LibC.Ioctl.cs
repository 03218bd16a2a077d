using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <content>Requests to file systems: <c>ioctl_ficlone(2)</c>, <c>ioctl_iflags(2)</c>; numbers from linux/fs.h.</content>
internal static unsafe partial class LibC
{
    internal const nuint FICLONE = 0x40049409;
    internal const nuint FS_IOC_GETFLAGS = 0x80086601;
    internal const nuint FS_IOC_SETFLAGS = 0x40086602;
    internal const int FS_NOCOW_FL = 0x00800000;
    internal const int ENOTTY = 25;

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int IoctlValue(int fd, nuint request, nint argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int IoctlPointer(int fd, nuint request, int* argument);
}
