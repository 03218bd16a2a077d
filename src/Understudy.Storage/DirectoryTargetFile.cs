using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>A file of a <see cref="DirectoryTarget"/>.</summary>
internal sealed class DirectoryTargetFile(SafeFileHandle handle, string path, TargetFileOptions options) : ITargetFile
{
    private const int HoleBytes = 4096;

    public void Write(Span<byte> block, int length, long offset)
    {
        if (options.Direct && length % PosixFile.DirectAlignment != 0)
        {
            var padded = length + PosixFile.DirectAlignment - (length % PosixFile.DirectAlignment);
            block[length..padded].Clear();
            length = padded;
        }

        if (options.Sparse)
        {
            WriteAroundHoles(block[..length], offset);
        }
        else
        {
            PosixFile.WriteFully(handle, block[..length], offset, path);
        }
    }

    public void Finish(long length)
    {
        PosixFile.SetLength(handle, length, path);
        if (options.SyncAtEnd)
        {
            PosixFile.Sync(handle, path);
        }
    }

    public void Dispose() => handle.Dispose();

    private void WriteAroundHoles(ReadOnlySpan<byte> block, long offset)
    {
        var position = 0;
        while (position < block.Length)
        {
            var start = position;
            var isHole = IsHole(block, position);
            do
            {
                position = Math.Min(position + HoleBytes, block.Length);
            }
            while (position < block.Length && IsHole(block, position) == isHole);

            if (!isHole)
            {
                PosixFile.WriteFully(handle, block[start..position], offset + start, path);
            }
        }
    }

    private static bool IsHole(ReadOnlySpan<byte> block, int position) =>
        !block.Slice(position, Math.Min(HoleBytes, block.Length - position)).ContainsAnyExcept((byte)0);
}
