using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>Reading and writing one after the other, as with pipes. All calls block.</summary>
public static class PosixPipe
{
    /// <summary>Standard input, which stays open.</summary>
    public static SafeFileHandle StandardInput { get; } = new(0, ownsHandle: false);

    /// <summary>Standard output, which stays open.</summary>
    public static SafeFileHandle StandardOutput { get; } = new(1, ownsHandle: false);

    /// <summary>Reads until the buffer is full or the input ends.</summary>
    /// <returns>The number of bytes read; less than asked only at the end.</returns>
    /// <exception cref="IOException">The read failed.</exception>
    public static unsafe int ReadFully(SafeFileHandle file, Span<byte> buffer, string name)
    {
        using var use = new HandleUse(file);
        var done = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length)
            {
                var n = LibC.read(use.Descriptor, start + done, (nuint)(buffer.Length - done));
                if (n == 0)
                {
                    break;
                }

                done += (int)RetryOrThrow(n, "read", name);
            }
        }

        return done;
    }

    /// <summary>Writes the whole buffer.</summary>
    /// <exception cref="DiskFullException">There is no room.</exception>
    /// <exception cref="IOException">The write failed; a reader that went away is one of the reasons.</exception>
    public static unsafe void WriteFully(SafeFileHandle file, ReadOnlySpan<byte> buffer, string name)
    {
        using var use = new HandleUse(file);
        var done = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length)
            {
                done += (int)RetryOrThrow(LibC.write(use.Descriptor, start + done, (nuint)(buffer.Length - done)), "write", name);
            }
        }
    }

    private static nint RetryOrThrow(nint result, string action, string name)
    {
        if (result >= 0)
        {
            return result;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == LibC.EINTR ? 0 : throw PosixError.Exception(error, action, name);
    }
}
