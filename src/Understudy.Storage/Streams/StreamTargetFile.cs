using Understudy.Storage.Compression;

namespace Understudy.Storage.Streams;

/// <summary>A file of a <see cref="StreamTarget"/>, open for writing. Disposing it leaves the file as it is.</summary>
internal sealed class StreamTargetFile(StreamFile file) : ITargetFile
{
    public CompressedForm? Stored => null;

    public void Write(Span<byte> block, int length, long offset) => file.Write(block[..length], offset);

    public void Finish(long length) => file.Finish(length);

    public void Dispose()
    {
        // Without an end it can be opened again; at the end of a failed backup it does not matter.
    }
}
