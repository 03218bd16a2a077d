using Understudy.Storage.Compression;

namespace Understudy.Storage;

/// <summary>A file that is being written. Several threads may write to ranges that do not overlap.</summary>
public interface ITargetFile : IDisposable
{
    /// <summary>
    /// Writes a block. When the file was created for direct I/O, the offset must be a multiple of 4096 and the memory aligned
    /// likewise; only the last block of the file may have a length that is not, and then the buffer must have room up to the next
    /// multiple, which is overwritten with zeros.
    /// </summary>
    void Write(Span<byte> block, int length, long offset);

    /// <summary>How the file is kept when that is not as it was written. Known when it is finished.</summary>
    CompressedForm? Stored { get; }

    /// <summary>Sets the final length and ends the file. To be called once, when all blocks are written.</summary>
    void Finish(long length);
}
