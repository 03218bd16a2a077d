using Microsoft.Win32.SafeHandles;

namespace Understudy.Engine.Copying;

/// <summary>Looks at every block of a file while it is copied, and may mend it by reading parts again.</summary>
internal interface IBlockCheck
{
    /// <summary>Checks a block.</summary>
    /// <param name="block">The bytes as read; replaced in place where a second reading was better.</param>
    /// <param name="offset">Where in the file they stand.</param>
    /// <param name="source">The open file.</param>
    /// <returns>Whether something was replaced.</returns>
    bool Check(Span<byte> block, long offset, SafeFileHandle source);
}
