using System.Runtime.InteropServices;

namespace Understudy.Bench.SideBySide;

/// <summary>What it takes to start a process and to learn, when it has ended, what it used.</summary>
internal static partial class LibC
{
    internal const int P_PID = 1;
    internal const int WEXITED = 4;
    internal const int WNOWAIT = 0x01000000;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = false)]
    internal static unsafe partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int waitid(int kind, int id, byte* info, int options);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int wait4(int pid, int* status, int options, long* usage);
}
