using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <content>Sockets that another library opened.</content>
internal static unsafe partial class LibC
{
    internal const int F_SETFD = 2;
    internal const int FD_CLOEXEC = 1;
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int SHUT_RDWR = 2;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(int fd, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int shutdown(SocketDuplicate socket, int how);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int fd);
}
