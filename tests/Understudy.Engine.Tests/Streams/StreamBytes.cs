using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Streams;
using Understudy.Formats.Checksums;
using Understudy.Formats.XbStream;

namespace Understudy.Engine.Tests.Streams;

/// <summary>Makes streams chunk by chunk, takes them apart, and extracts them.</summary>
internal static class StreamBytes
{
    private const string Memory = "/dev/shm";

    internal static byte[] Payload(string path, long offset, ReadOnlySpan<byte> data, XbStreamFlags flags = XbStreamFlags.None) =>
        [.. Header(new(XbStreamChunkType.Payload, flags, path, data.Length, offset, Crc32.Compute(data))), .. data];

    internal static byte[] Chunk(XbStreamChunkType type, string path, long offset = 0, string newPath = "", XbStreamFlags flags = XbStreamFlags.None) =>
        Header(new(type, flags, path, Offset: offset, NewPath: newPath));

    internal static byte[] End(string path) => Chunk(XbStreamChunkType.End, path);

    internal static byte[] File(string path, ReadOnlySpan<byte> data) => [.. Payload(path, 0, data), .. End(path)];

    internal static List<XbStreamChunk> Split(ReadOnlySpan<byte> stream)
    {
        var chunks = new List<XbStreamChunk>();
        while (!stream.IsEmpty)
        {
            Assert.Equal(XbStreamStatus.Complete, XbStreamChunk.TryRead(stream, out var chunk, out var length));
            chunks.Add(chunk);
            stream = stream[(length + (int)chunk.PayloadBytes)..];
        }

        return chunks;
    }

    /// <summary>Extracts a stream, into memory where there is a file system for that: each time all is made durable.</summary>
    /// <returns>The files, by their paths; a directory without files has its path with a slash behind it.</returns>
    internal static SortedDictionary<string, byte[]> Extract(byte[] stream, int threads = 1)
    {
        var root = Directory.Exists(Memory) ? Path.Combine(Memory, "us-" + Path.GetRandomFileName()) : Directory.CreateTempSubdirectory("us-").FullName;
        Directory.CreateDirectory(root);
        try
        {
            Extract(stream, root, threads);
            return Read(root);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Extracts a stream into a directory that is there.</summary>
    internal static void Extract(byte[] stream, string root, int threads = 1)
    {
        var source = root + ".stream";
        System.IO.File.WriteAllBytes(source, stream);
        try
        {
            using var input = System.IO.File.OpenHandle(source);
            StreamExtraction.Run(input, new StreamExtractionOptions { Directory = root, Parallel = threads }, CancellationToken.None);
        }
        finally
        {
            System.IO.File.Delete(source);
        }
    }

    internal static SortedDictionary<string, byte[]> Read(string root)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(root, entry);
            if (System.IO.File.Exists(entry))
            {
                files[path] = System.IO.File.ReadAllBytes(entry);
            }
            else if (!Directory.EnumerateFileSystemEntries(entry).Any())
            {
                files[path + "/"] = [];
            }
        }

        return files;
    }

    internal static SafeFileHandle OpenOutput(string path) => System.IO.File.OpenHandle(path, FileMode.Create, FileAccess.Write);

    private static byte[] Header(XbStreamChunk chunk)
    {
        var buffer = new byte[XbStreamChunk.HeaderBytesMax];
        return buffer[..chunk.Write(buffer)];
    }
}
