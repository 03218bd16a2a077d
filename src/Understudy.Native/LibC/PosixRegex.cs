using System.Runtime.InteropServices;
using System.Text;

namespace Understudy.Native.LibC;

/// <summary>
/// A POSIX extended regular expression, as the C library understands it: the same one that other tools of the server use, so that
/// the same expression finds the same names. Any thread may ask; threads wait for each other.
/// </summary>
public sealed unsafe class PosixRegex : SafeHandle
{
    private const int MessageBytesMax = 256;

    private readonly Lock _gate = new();

    private PosixRegex(nint memory)
        : base(0, ownsHandle: true)
    {
        SetHandle(memory);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The expression.</summary>
    public string Pattern { get; private init; } = "";

    /// <summary>Compiles an expression.</summary>
    /// <param name="pattern">The expression; one with a NUL is refused.</param>
    /// <param name="regex">The compiled expression.</param>
    /// <param name="whyNot">What is wrong with it, in the C library's words.</param>
    /// <returns>Whether it is an expression.</returns>
    public static bool TryCompile(string pattern, out PosixRegex? regex, out string whyNot)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        regex = null;
        if (pattern.Contains('\0', StringComparison.Ordinal))
        {
            whyNot = "it contains a NUL";
            return false;
        }

        var memory = NativeMemory.AllocZeroed(LibC.RegexBytes);
        var error = LibC.regcomp(memory, pattern, LibC.REG_EXTENDED | LibC.REG_NOSUB);
        if (error != 0)
        {
            whyNot = Explain(error, memory);
            NativeMemory.Free(memory);
            return false;
        }

        whyNot = "";
        regex = new PosixRegex((nint)memory) { Pattern = pattern };
        return true;
    }

    /// <summary>Whether the expression is found anywhere in a text.</summary>
    public bool IsMatch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        lock (_gate)
        {
            return LibC.regexec((void*)handle, text, 0, null, 0) == 0;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        LibC.regfree((void*)handle);
        NativeMemory.Free((void*)handle);
        return true;
    }

    private static string Explain(int error, void* regex)
    {
        var buffer = stackalloc byte[MessageBytesMax];
        var length = (int)LibC.regerror(error, regex, buffer, MessageBytesMax);
        return Encoding.UTF8.GetString(buffer, Math.Clamp(length - 1, 0, MessageBytesMax - 1));
    }
}
