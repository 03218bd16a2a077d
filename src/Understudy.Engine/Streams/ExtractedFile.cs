using Microsoft.Win32.SafeHandles;
using Understudy.Formats.InnoDb;
using Understudy.Native.LibC;

namespace Understudy.Engine.Streams;

/// <summary>A file that is being extracted. The reader of the stream uses its position, one worker everything else.</summary>
internal sealed class ExtractedFile(SafeFileHandle handle, string path, int worker) : IDisposable
{
    private const int HoleBytes = 4096;

    private long _writtenTo;
    private bool _isSparse;

    internal string Path { get; } = path;

    /// <summary>Who writes it: all pieces of a file go to one worker, in order.</summary>
    internal int Worker { get; } = worker;

    /// <summary>Where the next payload must stand.</summary>
    internal long Position { get; set; }

    internal void Write(ReadOnlySpan<byte> piece, long offset)
    {
        if (offset == 0)
        {
            _isSparse = FspHeader.TryRead(piece, out var header) && Path.EndsWith(".ibd", StringComparison.Ordinal) && header.Flags.IsPageCompressed;
        }

        if (_isSparse && offset >= _writtenTo)
        {
            WriteAroundHoles(piece, offset);
        }
        else
        {
            PosixFile.WriteFully(handle, piece, offset, Path);
        }

        _writtenTo = Math.Max(_writtenTo, offset + piece.Length);
    }

    /// <summary>Ends the file.</summary>
    internal void Finish()
    {
        if (_isSparse)
        {
            PosixFile.SetLength(handle, _writtenTo, Path);
        }

        handle.Dispose();
    }

    public void Dispose() => handle.Dispose();

    // The end of each page of a page_compressed table is a hole on the server.
    private void WriteAroundHoles(ReadOnlySpan<byte> piece, long offset)
    {
        var start = 0;
        for (var at = 0; at < piece.Length; at += HoleBytes)
        {
            var block = piece.Slice(at, Math.Min(HoleBytes, piece.Length - at));
            if (block.ContainsAnyExcept((byte)0))
            {
                continue;
            }

            PosixFile.WriteFully(handle, piece[start..at], offset + start, Path);
            start = at + block.Length;
        }

        PosixFile.WriteFully(handle, piece[start..], offset + start, Path);
    }
}
