using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <content>POSIX regular expressions.</content>
internal static unsafe partial class LibC
{
    internal const int REG_EXTENDED = 1;
    internal const int REG_NOSUB = 8;

    /// <summary>More than any C library's <c>regex_t</c> takes; glibc's has 64 bytes.</summary>
    internal const int RegexBytes = 256;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int regcomp(void* regex, string pattern, int flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int regexec(void* regex, string text, nuint matches, void* match, int flags);

    [LibraryImport(Library)]
    internal static partial nuint regerror(int error, void* regex, byte* buffer, nuint size);

    [LibraryImport(Library)]
    internal static partial void regfree(void* regex);
}
