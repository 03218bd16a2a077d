using Understudy.Storage;
using Understudy.Storage.Compression;

namespace Understudy.Engine.Verify;

/// <summary>Takes what is decompressed only to be looked at.</summary>
internal sealed class DiscardedFile : ITargetFile
{
    public CompressedForm? Stored => null;

    public void Write(Span<byte> block, int length, long offset)
    {
    }

    public void Finish(long length)
    {
    }

    public void Dispose()
    {
    }
}
