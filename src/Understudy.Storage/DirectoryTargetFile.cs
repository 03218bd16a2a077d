using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;
using Understudy.Storage.Compression;

namespace Understudy.Storage;

/// <summary>A file of a <see cref="DirectoryTarget"/>.</summary>
internal sealed class DirectoryTargetFile(SafeFileHandle handle, string path, TargetFileOptions options) : ICloneableTargetFile
{
    private const int HoleBytes = 4096;

    // What a clone has where nothing is written is not zeros.
    private bool _isClone;

    public CompressedForm? Stored => null;

    public void Write(Span<byte> block, int length, long offset)
    {
        if (options.Direct && length % PosixFile.DirectAlignment != 0)
        {
            var padded = length + PosixFile.DirectAlignment - (length % PosixFile.DirectAlignment);
            block[length..padded].Clear();
            length = padded;
        }

        if (options.Sparse && !_isClone)
        {
            WriteAroundHoles(block[..length], offset);
        }
        else
        {
            PosixFile.WriteFully(handle, block[..length], offset, path);
        }
    }

    public bool TryClone(SafeFileHandle source, out string? whyNot) => _isClone = FileClone.TryClone(source, handle, path, out whyNot);

    public int Read(Span<byte> buffer, long offset) => PosixFile.ReadFully(handle, buffer, offset, path);

    public void Finish(long length)
    {
        PosixFile.SetLength(handle, length, path);
        if (options.SyncAtEnd && !_isClone)
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
