using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <summary>Turns error numbers of the C library into exceptions that name the file.</summary>
internal static class PosixError
{
    internal static IOException Exception(int error, string action, string path)
    {
        var text = $"cannot {action} {path}: {Marshal.GetPInvokeErrorMessage(error)}";
        return error switch
        {
            LibC.ENOENT => new FileNotFoundException(text, path),
            LibC.ENOSPC => new DiskFullException(text),
            LibC.EACCES or LibC.EPERM => new FileAccessException(text),
            _ => new IOException(text, error),
        };
    }

    internal static void Check(int result, string action, string path)
    {
        if (result != 0)
        {
            throw Exception(Marshal.GetLastPInvokeError(), action, path);
        }
    }
}
