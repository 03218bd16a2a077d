using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <summary>Imports of the C library for sockets, C names kept.</summary>
internal static partial class SocketImports
{
    internal const string Library = "libc";

    /// <summary><c>F_DUPFD_CLOEXEC</c> of Linux.</summary>
    internal const int DuplicateCloseOnExec = 1030;

    /// <summary><c>SHUT_RDWR</c>.</summary>
    internal const int ShutDownBothWays = 2;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int shutdown(SocketDuplicate socket, int how);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);
}
