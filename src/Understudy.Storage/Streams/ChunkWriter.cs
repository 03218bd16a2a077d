using Understudy.Formats.Checksums;
using Understudy.Formats.XbStream;

namespace Understudy.Storage.Streams;

/// <summary>Writes chunks. Thread-safe; each chunk is written whole.</summary>
internal sealed class ChunkWriter(StreamOutput output)
{
    /// <summary>The most payload that one chunk gets here.</summary>
    private const int PayloadBytesMax = 4 << 20;

    /// <summary>Writes the next bytes of a file.</summary>
    internal void Payload(string path, ReadOnlySpan<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, PayloadBytesMax)];
            Write(new(XbStreamChunkType.Payload, XbStreamFlags.None, path, part.Length, offset, Crc32.Compute(part)), part);
            bytes = bytes[part.Length..];
            offset += part.Length;
        }
    }

    /// <summary>Goes to another place in a file.</summary>
    internal void Seek(string path, long offset) => Write(new(XbStreamChunkType.Seek, XbStreamFlags.None, path, Offset: offset), []);

    /// <summary>Ends a file.</summary>
    internal void End(string path) => Write(new(XbStreamChunkType.End, XbStreamFlags.None, path), []);

    /// <summary>Renames a file that was ended.</summary>
    internal void Rename(string from, string to) => Write(new(XbStreamChunkType.Rename, XbStreamFlags.None, from, NewPath: to), []);

    /// <summary>Removes a file that was ended, or a directory.</summary>
    internal void Remove(string path) => Write(new(XbStreamChunkType.Remove, XbStreamFlags.None, path), []);

    private void Write(in XbStreamChunk chunk, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[XbStreamChunk.HeaderBytesMax];
        output.Append(header[..chunk.Write(header)], payload);
    }
}
