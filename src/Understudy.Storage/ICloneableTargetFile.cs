using Microsoft.Win32.SafeHandles;

namespace Understudy.Storage;

/// <summary>A target file that may be made by cloning and is then read instead of its source.</summary>
public interface ICloneableTargetFile : ITargetFile
{
    /// <summary>Makes the file, of which nothing was written yet, a clone of another one.</summary>
    /// <param name="source">The other file, open for reading.</param>
    /// <param name="whyNot">Why that cannot be done; null when it was.</param>
    /// <returns>False when the two cannot share blocks.</returns>
    bool TryClone(SafeFileHandle source, out string? whyNot);

    /// <summary>Reads from the file.</summary>
    /// <param name="buffer">
    /// When the file was created for direct I/O: aligned memory, with a length that is a multiple of 4096.
    /// </param>
    /// <param name="offset">Where to begin; likewise a multiple of 4096.</param>
    /// <returns>Bytes read; fewer than asked at the end of the file.</returns>
    int Read(Span<byte> buffer, long offset);
}
