using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.XbStream;
using Understudy.Native.LibC;

namespace Understudy.Engine.Streams;

/// <summary>Writes files as a stream of mbstream, byte for byte as the stock tool does.</summary>
public static class StreamCreation
{
    private const int PayloadBytesMax = 10 << 20;
    private const string StreamName = "standard output";

    /// <summary>Writes files, one after the other.</summary>
    /// <param name="output">Where the stream goes.</param>
    /// <param name="directory">What paths are relative to.</param>
    /// <param name="paths">The files; their paths go into the stream as they are.</param>
    /// <param name="fileBegun">Told the path of each file.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">A file is not a regular one, or its path cannot be in a stream.</exception>
    /// <exception cref="IOException">Something could not be read or written.</exception>
    public static void Run(
        SafeFileHandle output, string directory, IEnumerable<string> paths, Action<string>? fileBegun, CancellationToken cancellation)
    {
        var buffer = new byte[XbStreamChunk.HeaderBytesMax + PayloadBytesMax];
        foreach (var path in paths)
        {
            fileBegun?.Invoke(path);
            Write(output, directory, path, buffer, cancellation);
        }
    }

    private static void Write(SafeFileHandle output, string directory, string path, byte[] buffer, CancellationToken cancellation)
    {
        var inStream = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (XbStreamChunk.FindPathFault(inStream) is { } fault)
        {
            throw new FailureException(
                FailureKind.Failed, $"the path '{path}' cannot be in a stream: {fault}", "name files relative to the directory of -C, or of now");
        }

        var full = Path.Combine(directory, path);
        using var file = PosixFile.OpenRead(full);
        if (!FileStatus.Of(file).IsRegular)
        {
            throw new FailureException(FailureKind.Failed, $"{full} is not a regular file", "only regular files can be in a stream");
        }

        for (var offset = 0L; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var got = PosixFile.ReadFully(file, buffer.AsSpan(XbStreamChunk.HeaderBytesMax, PayloadBytesMax), offset, full);
            if (got > 0)
            {
                var payload = buffer.AsSpan(XbStreamChunk.HeaderBytesMax, got);
                Write(output, new(XbStreamChunkType.Payload, XbStreamFlags.None, inStream, got, offset, Crc32.Compute(payload)));
                PosixPipe.WriteFully(output, payload, StreamName);
                offset += got;
            }

            if (got < PayloadBytesMax)
            {
                Write(output, new(XbStreamChunkType.End, XbStreamFlags.None, inStream));
                return;
            }
        }
    }

    private static void Write(SafeFileHandle output, in XbStreamChunk chunk)
    {
        Span<byte> header = stackalloc byte[XbStreamChunk.HeaderBytesMax];
        PosixPipe.WriteFully(output, header[..chunk.Write(header)], StreamName);
    }
}
